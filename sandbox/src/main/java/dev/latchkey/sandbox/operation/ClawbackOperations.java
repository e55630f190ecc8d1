package dev.latchkey.sandbox.operation;

import dev.latchkey.sandbox.ledger.AssetId;
import dev.latchkey.sandbox.ledger.ClaimableBalance;
import dev.latchkey.sandbox.ledger.EntryKeys;
import dev.latchkey.sandbox.ledger.TrustLine;
import dev.latchkey.sandbox.ledger.Xdr;
import java.util.Optional;
import org.stellar.sdk.xdr.ClawbackClaimableBalanceResultCode;
import org.stellar.sdk.xdr.ClawbackOp;
import org.stellar.sdk.xdr.ClawbackResultCode;
import org.stellar.sdk.xdr.OperationType;

/** Clawback of balances and of claimable balances by the issuer (CAP-35). */
final class ClawbackOperations implements OperationFamily {
    @Override
    public Optional<OperationOutcome> check(OperationFrame operation) {
        if (operation.type() == OperationType.CLAWBACK_CLAIMABLE_BALANCE) {
            return Optional.empty();
        }
        ClawbackOp clawback = operation.body().getClawbackOp();
        AssetId asset = AssetId.of(clawback.getAsset());
        boolean malformed = clawback.getAmount().getInt64() <= 0
                || asset.isNative()
                || !asset.isValid()
                || !asset.issuer().equals(operation.source())
                || Xdr.address(clawback.getFrom()).equals(operation.source());
        return malformed ? Optional.of(failure(ClawbackResultCode.CLAWBACK_MALFORMED)) : Optional.empty();
    }

    @Override
    public OperationOutcome apply(OperationFrame operation, OperationContext context) {
        return operation.type() == OperationType.CLAWBACK
                ? fromTrustLine(operation, context)
                : fromClaimableBalance(operation, context);
    }

    private static OperationOutcome fromTrustLine(OperationFrame operation, OperationContext context) {
        ClawbackOp clawback = operation.body().getClawbackOp();
        AssetId asset = AssetId.of(clawback.getAsset());
        String from = Xdr.address(clawback.getFrom());
        long amount = clawback.getAmount().getInt64();
        TrustLine line = context.ledger().trustLine(from, asset);
        if (line == null) {
            return failure(ClawbackResultCode.CLAWBACK_NO_TRUST);
        }
        if (!line.isClawbackEnabled()) {
            return failure(ClawbackResultCode.CLAWBACK_NOT_CLAWBACK_ENABLED);
        }
        if (line.balance() < amount) {
            return failure(ClawbackResultCode.CLAWBACK_UNDERFUNDED);
        }
        context.ledger().put(line.withBalance(line.balance() - amount));
        context.effect(operation.source(), EffectType.ACCOUNT_CREDITED, Amounts.assetAndAmount(asset, amount));
        context.effect(from, EffectType.ACCOUNT_DEBITED, Amounts.assetAndAmount(asset, amount));
        return OperationOutcome.success(OperationType.CLAWBACK);
    }

    private static OperationOutcome fromClaimableBalance(OperationFrame operation, OperationContext context) {
        String id =
                EntryKeys.hex(operation.body().getClawbackClaimableBalanceOp().getBalanceID());
        ClaimableBalance balance = context.ledger().claimableBalance(id);
        if (balance == null) {
            return failure(ClawbackClaimableBalanceResultCode.CLAWBACK_CLAIMABLE_BALANCE_DOES_NOT_EXIST);
        }
        if (!balance.asset().issuer().equals(operation.source())) {
            return failure(ClawbackClaimableBalanceResultCode.CLAWBACK_CLAIMABLE_BALANCE_NOT_ISSUER);
        }
        if (!balance.clawbackEnabled()) {
            return failure(ClawbackClaimableBalanceResultCode.CLAWBACK_CLAIMABLE_BALANCE_NOT_CLAWBACK_ENABLED);
        }
        context.effect(operation.source(), EffectType.CLAIMABLE_BALANCE_CLAWED_BACK, "balance_id", id);
        context.effect(
                operation.source(),
                EffectType.ACCOUNT_CREDITED,
                Amounts.assetAndAmount(balance.asset(), balance.amount()));
        context.sponsorships().remove(context, balance, operation.source());
        return OperationOutcome.success(OperationType.CLAWBACK_CLAIMABLE_BALANCE);
    }

    private static OperationOutcome failure(ClawbackResultCode code) {
        return OperationOutcome.failure(OperationType.CLAWBACK, code.getValue(), code.name());
    }

    private static OperationOutcome failure(ClawbackClaimableBalanceResultCode code) {
        return OperationOutcome.failure(OperationType.CLAWBACK_CLAIMABLE_BALANCE, code.getValue(), code.name());
    }
}
