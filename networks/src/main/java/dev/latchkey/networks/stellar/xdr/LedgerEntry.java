package dev.latchkey.networks.stellar.xdr;

import org.jspecify.annotations.Nullable;

/**
 * An entry of the ledger.
 *
 * @param lastModified ledger of the last change
 * @param sponsorship null in entries of before protocol 14
 */
public record LedgerEntry(
        long lastModified, Data data, @Nullable Sponsorship sponsorship) implements XdrValue {
    /** What the entry is; network settings are not among the kinds read here. */
    public sealed interface Data extends XdrValue
            permits AccountEntry,
                    TrustLineEntry,
                    OfferEntry,
                    DataEntry,
                    ClaimableBalanceEntry,
                    LiquidityPoolEntry,
                    ContractDataEntry,
                    ContractCodeEntry,
                    TtlEntry {
        /** The XDR number of the kind. */
        int entryType();

        /** The union: type, then fields. This is also what nodes give for a key. */
        static Data read(XdrReader in) {
            int type = in.int32();
            return switch (type) {
                case 0 -> AccountEntry.read(in);
                case 1 -> TrustLineEntry.read(in);
                case 2 -> OfferEntry.read(in);
                case 3 -> DataEntry.read(in);
                case 4 -> ClaimableBalanceEntry.read(in);
                case 5 -> LiquidityPoolEntry.read(in);
                case 6 -> ContractDataEntry.read(in);
                case 7 -> ContractCodeEntry.read(in);
                case 9 -> TtlEntry.read(in);
                default -> throw in.unknown("LedgerEntry", type);
            };
        }

        /** Type and fields, the form that {@link #read} takes. */
        default byte[] toUnionXdr() {
            return new XdrWriter().int32(entryType()).value(this).toByteArray();
        }
    }

    /** Who pays the entry's reserve; null is its owner. */
    public record Sponsorship(@Nullable AccountId sponsor) implements XdrValue {
        static Sponsorship read(XdrReader in) {
            Sponsorship sponsorship = new Sponsorship(in.optional(AccountId::read));
            in.noExtension("LedgerEntryExtensionV1");
            return sponsorship;
        }

        @Override
        public void write(XdrWriter out) {
            out.optional(sponsor).int32(0);
        }
    }

    public static LedgerEntry read(XdrReader in) {
        long lastModified = in.uint32();
        Data data = Data.read(in);
        int version = in.int32();
        return switch (version) {
            case 0 -> new LedgerEntry(lastModified, data, null);
            case 1 -> new LedgerEntry(lastModified, data, Sponsorship.read(in));
            default -> throw in.unknown("extension of LedgerEntry", version);
        };
    }

    @Override
    public void write(XdrWriter out) {
        out.uint32(lastModified).int32(data.entryType()).value(data).optional(sponsorship);
    }
}
