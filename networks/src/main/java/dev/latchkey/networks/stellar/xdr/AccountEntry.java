package dev.latchkey.networks.stellar.xdr;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An account in the ledger.
 *
 * @param balance in stroops
 * @param flags 1 auth required, 2 revocable, 4 immutable, 8 clawback enabled
 * @param homeDomain at most 32 bytes
 * @param thresholds four bytes: weight of the master key, low, medium, high
 * @param extension liabilities and what later protocols added
 */
public record AccountEntry(
        AccountId account,
        long balance,
        long sequence,
        long subEntries,
        @Nullable AccountId inflationDestination,
        long flags,
        Bytes homeDomain,
        Bytes thresholds,
        List<Signer> signers,
        @Nullable Liable extension)
        implements LedgerEntry.Data {
    private static final int MAX_SIGNERS = 20;

    public AccountEntry {
        signers = List.copyOf(signers);
    }

    /** Extension 1: liabilities of offers in stroops. */
    public record Liable(Liabilities liabilities, @Nullable Sponsored extension) implements XdrValue {
        static Liable read(XdrReader in) {
            Liabilities liabilities = Liabilities.read(in);
            int version = in.int32();
            return switch (version) {
                case 0 -> new Liable(liabilities, null);
                case 2 -> new Liable(liabilities, Sponsored.read(in));
                default -> throw in.unknown("AccountEntryExtensionV1", version);
            };
        }

        @Override
        public void write(XdrWriter out) {
            out.value(liabilities).int32(extension == null ? 0 : 2);
            if (extension != null) {
                out.value(extension);
            }
        }
    }

    /** Extension 2: reserves others pay for this account, reserves it pays for others, sponsors of its signers. */
    public record Sponsored(
            long sponsored,
            long sponsoring,
            List<Optional<AccountId>> signerSponsors,
            @Nullable SequenceChange extension)
            implements XdrValue {
        public Sponsored {
            signerSponsors = List.copyOf(signerSponsors);
        }

        static Sponsored read(XdrReader in) {
            long sponsored = in.uint32();
            long sponsoring = in.uint32();
            List<Optional<AccountId>> signerSponsors =
                    in.list(MAX_SIGNERS, r -> Optional.ofNullable(r.optional(AccountId::read)));
            int version = in.int32();
            return switch (version) {
                case 0 -> new Sponsored(sponsored, sponsoring, signerSponsors, null);
                case 3 -> new Sponsored(sponsored, sponsoring, signerSponsors, SequenceChange.read(in));
                default -> throw in.unknown("AccountEntryExtensionV2", version);
            };
        }

        @Override
        public void write(XdrWriter out) {
            out.uint32(sponsored).uint32(sponsoring).count(signerSponsors.size(), MAX_SIGNERS);
            signerSponsors.forEach(sponsor -> out.optional(sponsor.orElse(null)));
            out.int32(extension == null ? 0 : 3);
            if (extension != null) {
                out.value(extension);
            }
        }
    }

    /** Extension 3: ledger and Unix second in which the sequence last changed (CAP-21). */
    public record SequenceChange(long ledger, long time) implements XdrValue {
        static SequenceChange read(XdrReader in) {
            in.noExtension("AccountEntryExtensionV3");
            return new SequenceChange(in.uint32(), in.int64());
        }

        @Override
        public void write(XdrWriter out) {
            out.int32(0).uint32(ledger).int64(time);
        }
    }

    static AccountEntry read(XdrReader in) {
        return new AccountEntry(
                AccountId.read(in),
                in.int64(),
                in.int64(),
                in.uint32(),
                in.optional(AccountId::read),
                in.uint32(),
                in.opaque(32),
                in.fixed(4),
                in.list(MAX_SIGNERS, Signer::read),
                readExtension(in));
    }

    private static @Nullable Liable readExtension(XdrReader in) {
        int version = in.int32();
        return switch (version) {
            case 0 -> null;
            case 1 -> Liable.read(in);
            default -> throw in.unknown("extension of AccountEntry", version);
        };
    }

    @Override
    public void write(XdrWriter out) {
        out.value(account)
                .int64(balance)
                .int64(sequence)
                .uint32(subEntries)
                .optional(inflationDestination)
                .uint32(flags)
                .opaque(homeDomain, 32)
                .fixed(thresholds, 4)
                .list(signers, MAX_SIGNERS)
                .optional(extension);
    }

    @Override
    public int entryType() {
        return 0;
    }
}
