package dev.latchkey.sandbox.operation;

import dev.latchkey.sandbox.ledger.AssetId;
import dev.latchkey.sandbox.ledger.Xdr;
import java.util.Optional;
import org.stellar.sdk.xdr.OperationType;
import org.stellar.sdk.xdr.PaymentOp;
import org.stellar.sdk.xdr.PaymentResultCode;

/** Payments, native and issued: the destination is credited first, then the source debited (stellar-core's order). */
final class PaymentOperations implements OperationFamily {
    @Override
    public Optional<OperationOutcome> check(OperationFrame operation) {
        PaymentOp payment = operation.body().getPaymentOp();
        if (payment.getAmount().getInt64() <= 0
                || !AssetId.of(payment.getAsset()).isValid()) {
            return Optional.of(failure(PaymentResultCode.PAYMENT_MALFORMED));
        }
        return Optional.empty();
    }

    @Override
    public OperationOutcome apply(OperationFrame operation, OperationContext context) {
        PaymentOp payment = operation.body().getPaymentOp();
        AssetId asset = AssetId.of(payment.getAsset());
        String source = operation.source();
        String destination = Xdr.address(payment.getDestination());
        long amount = payment.getAmount().getInt64();
        boolean toIssuer = destination.equals(asset.issuer());
        // Burning works even after the issuer's account is gone.
        if (!toIssuer && context.ledger().account(destination) == null) {
            return failure(PaymentResultCode.PAYMENT_NO_DESTINATION);
        }
        context.effect(destination, EffectType.ACCOUNT_CREDITED, Amounts.assetAndAmount(asset, amount));
        context.effect(source, EffectType.ACCOUNT_DEBITED, Amounts.assetAndAmount(asset, amount));
        if (asset.isNative() && source.equals(destination)) {
            return OperationOutcome.success(OperationType.PAYMENT);
        }
        Optional<Holdings.Refusal> refused = Holdings.give(context, destination, asset, amount);
        if (refused.isPresent()) {
            return failure(receiving(refused.get()));
        }
        refused = Holdings.take(context, source, asset, amount);
        return refused.map(refusal -> failure(sending(refusal)))
                .orElseGet(() -> OperationOutcome.success(OperationType.PAYMENT));
    }

    private static PaymentResultCode receiving(Holdings.Refusal refusal) {
        return switch (refusal) {
            case NO_TRUST -> PaymentResultCode.PAYMENT_NO_TRUST;
            case NOT_AUTHORIZED -> PaymentResultCode.PAYMENT_NOT_AUTHORIZED;
            case LINE_FULL, UNDERFUNDED -> PaymentResultCode.PAYMENT_LINE_FULL;
        };
    }

    private static PaymentResultCode sending(Holdings.Refusal refusal) {
        return switch (refusal) {
            case NO_TRUST -> PaymentResultCode.PAYMENT_SRC_NO_TRUST;
            case NOT_AUTHORIZED -> PaymentResultCode.PAYMENT_SRC_NOT_AUTHORIZED;
            case LINE_FULL, UNDERFUNDED -> PaymentResultCode.PAYMENT_UNDERFUNDED;
        };
    }

    private static OperationOutcome failure(PaymentResultCode code) {
        return OperationOutcome.failure(OperationType.PAYMENT, code.getValue(), code.name());
    }
}
