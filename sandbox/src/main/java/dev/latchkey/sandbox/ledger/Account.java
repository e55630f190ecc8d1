package dev.latchkey.sandbox.ledger;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An account entry. {@code balance} in stroops; {@code sponsoring} and {@code sponsored} count base reserves (CAP-33);
 * {@code sequenceLedger} and {@code sequenceTime} tell when the sequence last moved (CAP-21).
 */
public record Account(
        String id,
        long balance,
        long sequence,
        int sequenceLedger,
        long sequenceTime,
        int subEntries,
        int flags,
        Thresholds thresholds,
        String homeDomain,
        @Nullable String inflationDestination,
        List<AccountSigner> signers,
        int sponsoring,
        int sponsored,
        @Nullable String sponsor,
        int lastModified)
        implements Entry {

    /** A new account: master weight 1, thresholds 0, first sequence {@code ledger << 32}. */
    public static Account created(String id, long balance, int ledger) {
        return new Account(
                id,
                balance,
                (long) ledger << 32,
                0,
                0,
                0,
                0,
                Thresholds.INITIAL,
                "",
                null,
                List.of(),
                0,
                0,
                null,
                ledger);
    }

    @Override
    public EntryKey key() {
        return new EntryKey.OfAccount(id);
    }

    @Override
    public int reserves() {
        return 2;
    }

    public boolean has(int flag) {
        return (flags & flag) != 0;
    }

    public Optional<AccountSigner> signer(String key) {
        return signers.stream().filter(signer -> signer.key().equals(key)).findFirst();
    }

    public Account withBalance(long newBalance) {
        return new Account(
                id,
                newBalance,
                sequence,
                sequenceLedger,
                sequenceTime,
                subEntries,
                flags,
                thresholds,
                homeDomain,
                inflationDestination,
                signers,
                sponsoring,
                sponsored,
                sponsor,
                lastModified);
    }

    public Account withSequence(long newSequence, int ledger, long closeTime) {
        return new Account(
                id,
                balance,
                newSequence,
                ledger,
                closeTime,
                subEntries,
                flags,
                thresholds,
                homeDomain,
                inflationDestination,
                signers,
                sponsoring,
                sponsored,
                sponsor,
                lastModified);
    }

    public Account withSubEntries(int count) {
        return new Account(
                id,
                balance,
                sequence,
                sequenceLedger,
                sequenceTime,
                count,
                flags,
                thresholds,
                homeDomain,
                inflationDestination,
                signers,
                sponsoring,
                sponsored,
                sponsor,
                lastModified);
    }

    public Account withSettings(
            int newFlags, Thresholds newThresholds, String newHomeDomain, @Nullable String newInflationDestination) {
        return new Account(
                id,
                balance,
                sequence,
                sequenceLedger,
                sequenceTime,
                subEntries,
                newFlags,
                newThresholds,
                newHomeDomain,
                newInflationDestination,
                signers,
                sponsoring,
                sponsored,
                sponsor,
                lastModified);
    }

    public Account withSigners(List<AccountSigner> newSigners) {
        return new Account(
                id,
                balance,
                sequence,
                sequenceLedger,
                sequenceTime,
                subEntries,
                flags,
                thresholds,
                homeDomain,
                inflationDestination,
                List.copyOf(newSigners),
                sponsoring,
                sponsored,
                sponsor,
                lastModified);
    }

    public Account withSponsoring(int reserves) {
        return new Account(
                id,
                balance,
                sequence,
                sequenceLedger,
                sequenceTime,
                subEntries,
                flags,
                thresholds,
                homeDomain,
                inflationDestination,
                signers,
                reserves,
                sponsored,
                sponsor,
                lastModified);
    }

    public Account withSponsored(int reserves) {
        return new Account(
                id,
                balance,
                sequence,
                sequenceLedger,
                sequenceTime,
                subEntries,
                flags,
                thresholds,
                homeDomain,
                inflationDestination,
                signers,
                sponsoring,
                reserves,
                sponsor,
                lastModified);
    }

    @Override
    public Account withSponsor(@Nullable String newSponsor) {
        return new Account(
                id,
                balance,
                sequence,
                sequenceLedger,
                sequenceTime,
                subEntries,
                flags,
                thresholds,
                homeDomain,
                inflationDestination,
                signers,
                sponsoring,
                sponsored,
                newSponsor,
                lastModified);
    }

    @Override
    public Account withLastModified(int ledger) {
        return new Account(
                id,
                balance,
                sequence,
                sequenceLedger,
                sequenceTime,
                subEntries,
                flags,
                thresholds,
                homeDomain,
                inflationDestination,
                signers,
                sponsoring,
                sponsored,
                sponsor,
                ledger);
    }
}
