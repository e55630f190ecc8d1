package dev.latchkey.sandbox.operation;

import dev.latchkey.sandbox.ledger.AccountFlags;
import dev.latchkey.sandbox.ledger.AssetId;
import dev.latchkey.sandbox.ledger.ClaimableBalance;
import dev.latchkey.sandbox.ledger.ClaimableBalance.BalanceClaimant;
import dev.latchkey.sandbox.ledger.EntryKeys;
import dev.latchkey.sandbox.ledger.TrustLine;
import dev.latchkey.sandbox.ledger.Xdr;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.stellar.sdk.xdr.ClaimClaimableBalanceResultCode;
import org.stellar.sdk.xdr.Claimant;
import org.stellar.sdk.xdr.CreateClaimableBalanceOp;
import org.stellar.sdk.xdr.CreateClaimableBalanceResultCode;
import org.stellar.sdk.xdr.EnvelopeType;
import org.stellar.sdk.xdr.OperationType;

/** Creation and claiming of claimable balances (CAP-23). */
final class ClaimableBalanceOperations implements OperationFamily {
    private static final int MAX_CLAIMANTS = 10;

    @Override
    public ThresholdLevel threshold(OperationFrame operation) {
        return operation.type() == OperationType.CLAIM_CLAIMABLE_BALANCE ? ThresholdLevel.LOW : ThresholdLevel.MEDIUM;
    }

    @Override
    public Optional<OperationOutcome> check(OperationFrame operation) {
        if (operation.type() == OperationType.CLAIM_CLAIMABLE_BALANCE) {
            return Optional.empty();
        }
        CreateClaimableBalanceOp create = operation.body().getCreateClaimableBalanceOp();
        Claimant[] claimants = create.getClaimants();
        long destinations = Arrays.stream(claimants)
                .map(claimant -> Xdr.address(claimant.getV0().getDestination()))
                .distinct()
                .count();
        boolean malformed = create.getAmount().getInt64() <= 0
                || !AssetId.of(create.getAsset()).isValid()
                || claimants.length == 0
                || claimants.length > MAX_CLAIMANTS
                || destinations != claimants.length
                || !Arrays.stream(claimants)
                        .allMatch(claimant ->
                                ClaimPredicates.isValid(claimant.getV0().getPredicate()));
        return malformed
                ? Optional.of(failure(CreateClaimableBalanceResultCode.CREATE_CLAIMABLE_BALANCE_MALFORMED))
                : Optional.empty();
    }

    @Override
    public OperationOutcome apply(OperationFrame operation, OperationContext context) {
        return operation.type() == OperationType.CREATE_CLAIMABLE_BALANCE
                ? create(operation, context)
                : claim(operation, context);
    }

    private static OperationOutcome create(OperationFrame operation, OperationContext context) {
        CreateClaimableBalanceOp create = operation.body().getCreateClaimableBalanceOp();
        AssetId asset = AssetId.of(create.getAsset());
        long amount = create.getAmount().getInt64();
        boolean clawback = isClawbackEnabled(context, operation.source(), asset);
        Optional<Holdings.Refusal> refused = Holdings.take(context, operation.source(), asset, amount);
        if (refused.isPresent()) {
            return failure(taking(refused.get()));
        }
        byte[] hash = idHash(context, operation.index());
        String id = "00000000" + HexFormat.of().formatHex(hash);
        List<BalanceClaimant> claimants = Arrays.stream(create.getClaimants())
                .map(claimant -> new BalanceClaimant(
                        Xdr.address(claimant.getV0().getDestination()),
                        ClaimPredicates.absolute(
                                claimant.getV0().getPredicate(),
                                context.parameters().closeTime())))
                .toList();
        ClaimableBalance balance = new ClaimableBalance(id, asset, amount, claimants, clawback, null, 0);
        addEffects(context, operation.source(), balance);
        if (context.sponsorships().create(context, balance, operation.source()).isPresent()) {
            return failure(CreateClaimableBalanceResultCode.CREATE_CLAIMABLE_BALANCE_LOW_RESERVE);
        }
        return OperationOutcome.success(OperationType.CREATE_CLAIMABLE_BALANCE, Xdr.encode(out -> {
            out.writeInt(0);
            out.write(hash);
        }));
    }

    /** SHA-256 of the operation's id preimage: type, transaction source, sequence, index. */
    private static byte[] idHash(OperationContext context, int index) {
        byte[] source = Xdr.bytes(Xdr.accountId(context.transactionSource())::toXdrByteArray);
        return Xdr.sha256(Xdr.encode(out -> {
            out.writeInt(EnvelopeType.ENVELOPE_TYPE_OP_ID.getValue());
            out.write(source);
            out.writeLong(context.transactionSequence());
            out.writeInt(index);
        }));
    }

    private static boolean isClawbackEnabled(OperationContext context, String source, AssetId asset) {
        if (asset.isNative()) {
            return false;
        }
        if (asset.issuer().equals(source)) {
            return context.existing(source).has(AccountFlags.AUTH_CLAWBACK_ENABLED);
        }
        TrustLine line = context.ledger().trustLine(source, asset);
        return line != null && line.isClawbackEnabled();
    }

    private static void addEffects(OperationContext context, String source, ClaimableBalance balance) {
        context.effect(
                source,
                EffectType.CLAIMABLE_BALANCE_CREATED,
                "asset",
                balance.asset().canonical(),
                "balance_id",
                balance.id(),
                "amount",
                Amounts.text(balance.amount()));
        for (BalanceClaimant claimant : balance.claimants()) {
            context.effect(
                    claimant.destination(),
                    EffectType.CLAIMABLE_BALANCE_CLAIMANT_CREATED,
                    Map.of(
                            "asset",
                            balance.asset().canonical(),
                            "balance_id",
                            balance.id(),
                            "amount",
                            Amounts.text(balance.amount())));
        }
        context.effect(source, EffectType.ACCOUNT_DEBITED, Amounts.assetAndAmount(balance.asset(), balance.amount()));
    }

    private static OperationOutcome claim(OperationFrame operation, OperationContext context) {
        String source = operation.source();
        String id = EntryKeys.hex(operation.body().getClaimClaimableBalanceOp().getBalanceID());
        ClaimableBalance balance = context.ledger().claimableBalance(id);
        if (balance == null) {
            return failure(ClaimClaimableBalanceResultCode.CLAIM_CLAIMABLE_BALANCE_DOES_NOT_EXIST);
        }
        boolean mayClaim = balance.claimant(source)
                .filter(claimant -> ClaimPredicates.holds(
                        claimant.predicate(), context.parameters().closeTime()))
                .isPresent();
        if (!mayClaim) {
            return failure(ClaimClaimableBalanceResultCode.CLAIM_CLAIMABLE_BALANCE_CANNOT_CLAIM);
        }
        Optional<Holdings.Refusal> refused = Holdings.give(context, source, balance.asset(), balance.amount());
        if (refused.isPresent()) {
            return failure(giving(refused.get()));
        }
        context.effect(
                source,
                EffectType.CLAIMABLE_BALANCE_CLAIMED,
                "asset",
                balance.asset().canonical(),
                "balance_id",
                id,
                "amount",
                Amounts.text(balance.amount()));
        context.effect(source, EffectType.ACCOUNT_CREDITED, Amounts.assetAndAmount(balance.asset(), balance.amount()));
        context.sponsorships().remove(context, balance, source);
        return OperationOutcome.success(OperationType.CLAIM_CLAIMABLE_BALANCE);
    }

    private static CreateClaimableBalanceResultCode taking(Holdings.Refusal refusal) {
        return switch (refusal) {
            case NO_TRUST -> CreateClaimableBalanceResultCode.CREATE_CLAIMABLE_BALANCE_NO_TRUST;
            case NOT_AUTHORIZED -> CreateClaimableBalanceResultCode.CREATE_CLAIMABLE_BALANCE_NOT_AUTHORIZED;
            case UNDERFUNDED, LINE_FULL -> CreateClaimableBalanceResultCode.CREATE_CLAIMABLE_BALANCE_UNDERFUNDED;
        };
    }

    private static ClaimClaimableBalanceResultCode giving(Holdings.Refusal refusal) {
        return switch (refusal) {
            case NO_TRUST -> ClaimClaimableBalanceResultCode.CLAIM_CLAIMABLE_BALANCE_NO_TRUST;
            case NOT_AUTHORIZED -> ClaimClaimableBalanceResultCode.CLAIM_CLAIMABLE_BALANCE_NOT_AUTHORIZED;
            case UNDERFUNDED, LINE_FULL -> ClaimClaimableBalanceResultCode.CLAIM_CLAIMABLE_BALANCE_LINE_FULL;
        };
    }

    private static OperationOutcome failure(CreateClaimableBalanceResultCode code) {
        return OperationOutcome.failure(OperationType.CREATE_CLAIMABLE_BALANCE, code.getValue(), code.name());
    }

    private static OperationOutcome failure(ClaimClaimableBalanceResultCode code) {
        return OperationOutcome.failure(OperationType.CLAIM_CLAIMABLE_BALANCE, code.getValue(), code.name());
    }
}
