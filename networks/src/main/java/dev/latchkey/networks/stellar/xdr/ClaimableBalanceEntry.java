package dev.latchkey.networks.stellar.xdr;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An amount set aside for its claimants, in units of 10⁻⁷.
 *
 * @param flags 1 when the issuer may take it back; null in entries of before protocol 17
 */
public record ClaimableBalanceEntry(
        ClaimableBalanceId id,
        List<Claimant> claimants,
        Asset asset,
        long amount,
        @Nullable Long flags) implements LedgerEntry.Data {
    public ClaimableBalanceEntry {
        claimants = List.copyOf(claimants);
    }

    static ClaimableBalanceEntry read(XdrReader in) {
        return new ClaimableBalanceEntry(
                ClaimableBalanceId.read(in), in.list(10, Claimant::read), Asset.read(in), in.int64(), readFlags(in));
    }

    private static @Nullable Long readFlags(XdrReader in) {
        int version = in.int32();
        return switch (version) {
            case 0 -> null;
            case 1 -> {
                in.noExtension("ClaimableBalanceEntryExtensionV1");
                yield in.uint32();
            }
            default -> throw in.unknown("extension of ClaimableBalanceEntry", version);
        };
    }

    @Override
    public void write(XdrWriter out) {
        out.value(id).list(claimants, 10).value(asset).int64(amount).bool(flags != null);
        if (flags != null) {
            out.int32(0).uint32(flags);
        }
    }

    @Override
    public int entryType() {
        return 4;
    }
}
