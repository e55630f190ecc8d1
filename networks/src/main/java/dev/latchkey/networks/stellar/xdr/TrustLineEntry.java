package dev.latchkey.networks.stellar.xdr;

import org.jspecify.annotations.Nullable;

/**
 * A trustline in the ledger; amounts in units of 10⁻⁷.
 *
 * @param flags 1 authorized, 2 may maintain liabilities, 4 clawback enabled
 */
public record TrustLineEntry(
        AccountId account,
        TrustLineAsset asset,
        long balance,
        long limit,
        long flags,
        @Nullable Liable extension) implements LedgerEntry.Data {
    /**
     * Extension 1.
     *
     * @param poolUseCount pools that need this trustline; null without extension 2
     */
    public record Liable(Liabilities liabilities, @Nullable Integer poolUseCount) implements XdrValue {
        static Liable read(XdrReader in) {
            Liabilities liabilities = Liabilities.read(in);
            int version = in.int32();
            return switch (version) {
                case 0 -> new Liable(liabilities, null);
                case 2 -> {
                    int poolUseCount = in.int32();
                    in.noExtension("TrustLineEntryExtensionV2");
                    yield new Liable(liabilities, poolUseCount);
                }
                default -> throw in.unknown("TrustLineEntryExtensionV1", version);
            };
        }

        @Override
        public void write(XdrWriter out) {
            out.value(liabilities).int32(poolUseCount == null ? 0 : 2);
            if (poolUseCount != null) {
                out.int32(poolUseCount).int32(0);
            }
        }
    }

    static TrustLineEntry read(XdrReader in) {
        return new TrustLineEntry(
                AccountId.read(in), TrustLineAsset.read(in), in.int64(), in.int64(), in.uint32(), readExtension(in));
    }

    private static @Nullable Liable readExtension(XdrReader in) {
        int version = in.int32();
        return switch (version) {
            case 0 -> null;
            case 1 -> Liable.read(in);
            default -> throw in.unknown("extension of TrustLineEntry", version);
        };
    }

    @Override
    public void write(XdrWriter out) {
        out.value(account)
                .value(asset)
                .int64(balance)
                .int64(limit)
                .uint32(flags)
                .optional(extension);
    }

    @Override
    public int entryType() {
        return 1;
    }
}
