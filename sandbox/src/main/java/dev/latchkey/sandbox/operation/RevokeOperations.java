package dev.latchkey.sandbox.operation;

import dev.latchkey.sandbox.ledger.Account;
import dev.latchkey.sandbox.ledger.AccountData;
import dev.latchkey.sandbox.ledger.AccountSigner;
import dev.latchkey.sandbox.ledger.ClaimableBalance;
import dev.latchkey.sandbox.ledger.Entry;
import dev.latchkey.sandbox.ledger.EntryKey;
import dev.latchkey.sandbox.ledger.EntryKeys;
import dev.latchkey.sandbox.ledger.SignerKeys;
import dev.latchkey.sandbox.ledger.TrustLine;
import dev.latchkey.sandbox.ledger.Xdr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stellar.sdk.xdr.OperationType;
import org.stellar.sdk.xdr.RevokeSponsorshipOp;
import org.stellar.sdk.xdr.RevokeSponsorshipResultCode;
import org.stellar.sdk.xdr.RevokeSponsorshipType;

/**
 * Revoke sponsorship: the payer of a reserve gives it back to the owner, or to whoever is sponsoring the payer at the
 * moment (CAP-33).
 */
final class RevokeOperations implements OperationFamily {
    @Override
    public Optional<OperationOutcome> check(OperationFrame operation) {
        RevokeSponsorshipOp revoke = operation.body().getRevokeSponsorshipOp();
        if (revoke.getDiscriminant() == RevokeSponsorshipType.REVOKE_SPONSORSHIP_LEDGER_ENTRY
                && !EntryKeys.isSponsorable(revoke.getLedgerKey())) {
            return Optional.of(failure(RevokeSponsorshipResultCode.REVOKE_SPONSORSHIP_MALFORMED));
        }
        return Optional.empty();
    }

    @Override
    public OperationOutcome apply(OperationFrame operation, OperationContext context) {
        RevokeSponsorshipOp revoke = operation.body().getRevokeSponsorshipOp();
        if (revoke.getDiscriminant() == RevokeSponsorshipType.REVOKE_SPONSORSHIP_SIGNER) {
            return revokeSigner(
                    context,
                    operation.source(),
                    Xdr.address(revoke.getSigner().getAccountID()),
                    SignerKeys.toStrKey(revoke.getSigner().getSignerKey()));
        }
        EntryKey key = EntryKeys.of(revoke.getLedgerKey()).orElse(null);
        Entry entry = key == null ? null : context.ledger().find(key);
        if (entry == null) {
            return failure(RevokeSponsorshipResultCode.REVOKE_SPONSORSHIP_DOES_NOT_EXIST);
        }
        return revokeEntry(context, operation.source(), entry);
    }

    private static OperationOutcome revokeEntry(OperationContext context, String source, Entry entry) {
        String owner = owner(entry);
        String former = entry.sponsor();
        if (!source.equals(former == null ? owner : former)) {
            return failure(RevokeSponsorshipResultCode.REVOKE_SPONSORSHIP_NOT_SPONSOR);
        }
        String next = context.sponsorships().sponsorOf(source);
        if (owner.equals(next)) {
            next = null;
        }
        if (next == null && entry instanceof ClaimableBalance) {
            return failure(RevokeSponsorshipResultCode.REVOKE_SPONSORSHIP_ONLY_TRANSFERABLE);
        }
        int reserves = entry.reserves();
        if (!affordable(context, former, next, owner, reserves)) {
            return failure(RevokeSponsorshipResultCode.REVOKE_SPONSORSHIP_LOW_RESERVE);
        }
        if (former == null && next == null) {
            return OperationOutcome.success(OperationType.REVOKE_SPONSORSHIP);
        }
        context.ledger().put(entry.withSponsor(next));
        move(context, former, next, entry instanceof ClaimableBalance ? null : owner, reserves);
        if (former != null && next != null) {
            SponsorshipEffects.updated(context, entry, owner, former, next);
        } else if (next != null) {
            SponsorshipEffects.created(context, entry, owner, next);
        } else if (former != null) {
            SponsorshipEffects.removed(context, entry, owner, former);
        }
        return OperationOutcome.success(OperationType.REVOKE_SPONSORSHIP);
    }

    private static OperationOutcome revokeSigner(OperationContext context, String source, String owner, String key) {
        Account account = context.ledger().account(owner);
        Optional<AccountSigner> found = account == null ? Optional.empty() : account.signer(key);
        if (account == null || found.isEmpty()) {
            return failure(RevokeSponsorshipResultCode.REVOKE_SPONSORSHIP_DOES_NOT_EXIST);
        }
        String former = found.get().sponsor();
        if (!source.equals(former == null ? owner : former)) {
            return failure(RevokeSponsorshipResultCode.REVOKE_SPONSORSHIP_NOT_SPONSOR);
        }
        String sponsor = context.sponsorships().sponsorOf(source);
        String next = owner.equals(sponsor) ? null : sponsor;
        if (!affordable(context, former, next, owner, 1)) {
            return failure(RevokeSponsorshipResultCode.REVOKE_SPONSORSHIP_LOW_RESERVE);
        }
        List<AccountSigner> signers = new ArrayList<>(account.signers());
        signers.replaceAll(signer -> signer.key().equals(key) ? signer.withSponsor(next) : signer);
        context.ledger().put(account.withSigners(signers));
        move(context, former, next, owner, 1);
        if (former != null && next != null) {
            context.effect(
                    owner,
                    EffectType.SIGNER_SPONSORSHIP_UPDATED,
                    "signer",
                    key,
                    "former_sponsor",
                    former,
                    "new_sponsor",
                    next);
        } else if (next != null) {
            context.effect(owner, EffectType.SIGNER_SPONSORSHIP_CREATED, "signer", key, "sponsor", next);
        } else if (former != null) {
            context.effect(owner, EffectType.SIGNER_SPONSORSHIP_REMOVED, "signer", key, "former_sponsor", former);
        }
        return OperationOutcome.success(OperationType.REVOKE_SPONSORSHIP);
    }

    /** Whoever pays from now on must have the reserve to spare. */
    private static boolean affordable(
            OperationContext context, @Nullable String former, @Nullable String next, String owner, int reserves) {
        if (former == null && next == null) {
            return true;
        }
        Account payer = context.existing(next == null ? owner : next);
        return context.reserves().available(payer) >= context.reserves().of(reserves);
    }

    private static void move(
            OperationContext context,
            @Nullable String former,
            @Nullable String next,
            @Nullable String owner,
            int reserves) {
        if (former != null) {
            Sponsorships.addSponsoring(context, former, -reserves);
        }
        if (next != null) {
            Sponsorships.addSponsoring(context, next, reserves);
        }
        if (owner == null || (former == null) == (next == null)) {
            return;
        }
        Sponsorships.addSponsored(context, owner, former == null ? reserves : -reserves);
    }

    private static String owner(Entry entry) {
        return switch (entry) {
            case Account account -> account.id();
            case TrustLine line -> line.account();
            case AccountData data -> data.account();
            case ClaimableBalance balance -> balance.sponsor() == null ? "" : balance.sponsor();
        };
    }

    private static OperationOutcome failure(RevokeSponsorshipResultCode code) {
        return OperationOutcome.failure(OperationType.REVOKE_SPONSORSHIP, code.getValue(), code.name());
    }
}
