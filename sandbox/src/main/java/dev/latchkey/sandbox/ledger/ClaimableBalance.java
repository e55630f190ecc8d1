package dev.latchkey.sandbox.ledger;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stellar.sdk.xdr.ClaimPredicate;

/** An amount set aside for claimants (CAP-23); always sponsored, its reserve is one per claimant. */
public record ClaimableBalance(
        String id,
        AssetId asset,
        long amount,
        List<BalanceClaimant> claimants,
        boolean clawbackEnabled,
        @Nullable String sponsor,
        int lastModified)
        implements Entry {

    /** Who may claim, and when; the predicate has no relative times any more. */
    public record BalanceClaimant(String destination, ClaimPredicate predicate) {}

    @Override
    public EntryKey key() {
        return new EntryKey.OfClaimableBalance(id);
    }

    @Override
    public int reserves() {
        return claimants.size();
    }

    public Optional<BalanceClaimant> claimant(String account) {
        return claimants.stream()
                .filter(claimant -> claimant.destination().equals(account))
                .findFirst();
    }

    @Override
    public ClaimableBalance withSponsor(@Nullable String newSponsor) {
        return new ClaimableBalance(id, asset, amount, claimants, clawbackEnabled, newSponsor, lastModified);
    }

    @Override
    public ClaimableBalance withLastModified(int ledger) {
        return new ClaimableBalance(id, asset, amount, claimants, clawbackEnabled, sponsor, ledger);
    }
}
