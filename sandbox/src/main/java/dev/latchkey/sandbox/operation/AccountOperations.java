package dev.latchkey.sandbox.operation;

import dev.latchkey.sandbox.ledger.Account;
import dev.latchkey.sandbox.ledger.AccountFlags;
import dev.latchkey.sandbox.ledger.AccountSigner;
import dev.latchkey.sandbox.ledger.AssetId;
import dev.latchkey.sandbox.ledger.Xdr;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stellar.sdk.xdr.AccountMergeResultCode;
import org.stellar.sdk.xdr.BumpSequenceResultCode;
import org.stellar.sdk.xdr.CreateAccountOp;
import org.stellar.sdk.xdr.CreateAccountResultCode;
import org.stellar.sdk.xdr.OperationType;

/** Create account, account merge, bump sequence. */
final class AccountOperations implements OperationFamily {
    @Override
    public ThresholdLevel threshold(OperationFrame operation) {
        if (operation.type() == OperationType.ACCOUNT_MERGE) {
            return ThresholdLevel.HIGH;
        }
        return operation.type() == OperationType.BUMP_SEQUENCE ? ThresholdLevel.LOW : ThresholdLevel.MEDIUM;
    }

    @Override
    public Optional<OperationOutcome> check(OperationFrame operation) {
        if (operation.type() == OperationType.CREATE_ACCOUNT) {
            CreateAccountOp create = operation.body().getCreateAccountOp();
            boolean malformed = create.getStartingBalance().getInt64() < 0
                    || Xdr.address(create.getDestination()).equals(operation.source());
            return refuseIf(malformed, createFailure(CreateAccountResultCode.CREATE_ACCOUNT_MALFORMED));
        }
        if (operation.type() == OperationType.ACCOUNT_MERGE) {
            boolean malformed = Xdr.address(operation.body().getDestination()).equals(operation.source());
            return refuseIf(malformed, mergeFailure(AccountMergeResultCode.ACCOUNT_MERGE_MALFORMED));
        }
        boolean negative = bumpTo(operation) < 0;
        return refuseIf(
                negative,
                OperationOutcome.failure(
                        OperationType.BUMP_SEQUENCE,
                        BumpSequenceResultCode.BUMP_SEQUENCE_BAD_SEQ.getValue(),
                        BumpSequenceResultCode.BUMP_SEQUENCE_BAD_SEQ.name()));
    }

    @Override
    public OperationOutcome apply(OperationFrame operation, OperationContext context) {
        if (operation.type() == OperationType.CREATE_ACCOUNT) {
            return create(operation, context);
        }
        if (operation.type() == OperationType.ACCOUNT_MERGE) {
            return merge(operation, context);
        }
        return bump(operation, context);
    }

    private static OperationOutcome create(OperationFrame operation, OperationContext context) {
        CreateAccountOp create = operation.body().getCreateAccountOp();
        String id = Xdr.address(create.getDestination());
        long balance = create.getStartingBalance().getInt64();
        if (context.ledger().account(id) != null) {
            return createFailure(CreateAccountResultCode.CREATE_ACCOUNT_ALREADY_EXIST);
        }
        context.effect(id, EffectType.ACCOUNT_CREATED, "starting_balance", Amounts.text(balance));
        context.effect(operation.source(), EffectType.ACCOUNT_DEBITED, Amounts.assetAndAmount(AssetId.NATIVE, balance));
        context.effect(id, EffectType.SIGNER_CREATED, "weight", 1, "public_key", id, "key", "");
        Account account = Account.created(id, balance, context.parameters().sequence());
        if (context.sponsorships().create(context, account, id).isPresent()) {
            return createFailure(CreateAccountResultCode.CREATE_ACCOUNT_LOW_RESERVE);
        }
        Account source = context.existing(operation.source());
        if (context.reserves().available(source) < balance) {
            return createFailure(CreateAccountResultCode.CREATE_ACCOUNT_UNDERFUNDED);
        }
        context.ledger().put(source.withBalance(source.balance() - balance));
        return OperationOutcome.success(OperationType.CREATE_ACCOUNT);
    }

    private static OperationOutcome merge(OperationFrame operation, OperationContext context) {
        String destination = Xdr.address(operation.body().getDestination());
        Account source = context.existing(operation.source());
        AccountMergeResultCode refusal = mergeRefusal(source, destination, context);
        if (refusal != null) {
            return mergeFailure(refusal);
        }
        long balance = source.balance();
        Account credited = context.credited(destination, balance);
        if (credited == null) {
            return mergeFailure(AccountMergeResultCode.ACCOUNT_MERGE_DEST_FULL);
        }
        context.ledger().put(credited);
        for (AccountSigner signer : List.copyOf(source.signers())) {
            Sponsorships.removeSigner(context, source.id(), signer);
        }
        context.sponsorships().remove(context, context.existing(source.id()), source.id());
        context.effect(source.id(), EffectType.ACCOUNT_DEBITED, Amounts.assetAndAmount(AssetId.NATIVE, balance));
        context.effect(destination, EffectType.ACCOUNT_CREDITED, Amounts.assetAndAmount(AssetId.NATIVE, balance));
        context.effect(source.id(), EffectType.ACCOUNT_REMOVED);
        return OperationOutcome.success(OperationType.ACCOUNT_MERGE, Xdr.encode(out -> out.writeLong(balance)));
    }

    private static @Nullable AccountMergeResultCode mergeRefusal(
            Account source, String destination, OperationContext context) {
        if (context.ledger().account(destination) == null) {
            return AccountMergeResultCode.ACCOUNT_MERGE_NO_ACCOUNT;
        }
        if (source.has(AccountFlags.AUTH_IMMUTABLE)) {
            return AccountMergeResultCode.ACCOUNT_MERGE_IMMUTABLE_SET;
        }
        if (source.subEntries() != source.signers().size()) {
            return AccountMergeResultCode.ACCOUNT_MERGE_HAS_SUB_ENTRIES;
        }
        // A merged and re-created account starts at ledger << 32; a higher number could be used twice.
        if (source.sequence() >= (long) context.parameters().sequence() << 32) {
            return AccountMergeResultCode.ACCOUNT_MERGE_SEQNUM_TOO_FAR;
        }
        if (source.sponsoring() > 0 || context.sponsorships().isSponsoring(source.id())) {
            return AccountMergeResultCode.ACCOUNT_MERGE_IS_SPONSOR;
        }
        return null;
    }

    private static OperationOutcome bump(OperationFrame operation, OperationContext context) {
        Account source = context.existing(operation.source());
        long target = bumpTo(operation);
        if (target > source.sequence()) {
            context.ledger()
                    .put(source.withSequence(
                            target,
                            context.parameters().sequence(),
                            context.parameters().closeTime()));
            context.effect(source.id(), EffectType.SEQUENCE_BUMPED, "new_seq", Long.toString(target));
        }
        return OperationOutcome.success(OperationType.BUMP_SEQUENCE);
    }

    private static long bumpTo(OperationFrame operation) {
        return operation
                .body()
                .getBumpSequenceOp()
                .getBumpTo()
                .getSequenceNumber()
                .getInt64();
    }

    private static Optional<OperationOutcome> refuseIf(boolean wrong, OperationOutcome outcome) {
        return wrong ? Optional.of(outcome) : Optional.empty();
    }

    private static OperationOutcome createFailure(CreateAccountResultCode code) {
        return OperationOutcome.failure(OperationType.CREATE_ACCOUNT, code.getValue(), code.name());
    }

    private static OperationOutcome mergeFailure(AccountMergeResultCode code) {
        return OperationOutcome.failure(OperationType.ACCOUNT_MERGE, code.getValue(), code.name());
    }
}
