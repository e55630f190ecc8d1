package dev.latchkey.sandbox.history;

import dev.latchkey.sandbox.ledger.Xdr;
import dev.latchkey.sandbox.operation.Effect;
import dev.latchkey.sandbox.operation.OperationFrame;
import dev.latchkey.sandbox.transaction.AppliedOperation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.stellar.sdk.xdr.OperationType;

/** An operation in history. */
public record OperationRecord(AppliedTransaction transaction, AppliedOperation operation) implements Positioned {
    private static final Set<OperationType> PAYMENTS = EnumSet.of(
            OperationType.CREATE_ACCOUNT,
            OperationType.PAYMENT,
            OperationType.PATH_PAYMENT_STRICT_RECEIVE,
            OperationType.PATH_PAYMENT_STRICT_SEND,
            OperationType.ACCOUNT_MERGE);

    @Override
    public Position position() {
        return Position.of(transaction.ledger(), transaction.order(), frame().index() + 1);
    }

    public OperationFrame frame() {
        return operation.frame();
    }

    /** Whether Horizon lists it under payments. */
    public boolean isPayment() {
        return PAYMENTS.contains(frame().type());
    }

    public List<EffectRecord> effects() {
        List<EffectRecord> records = new ArrayList<>();
        for (Effect effect : operation.effects()) {
            records.add(new EffectRecord(this, effect, records.size() + 1));
        }
        return records;
    }

    /** The source and whoever the operation names. */
    Set<String> participants() {
        Set<String> participants = new HashSet<>();
        participants.add(frame().source());
        var body = frame().body();
        OperationType type = frame().type();
        if (type == OperationType.CREATE_ACCOUNT) {
            participants.add(Xdr.address(body.getCreateAccountOp().getDestination()));
        } else if (type == OperationType.PAYMENT) {
            participants.add(Xdr.address(body.getPaymentOp().getDestination()));
        } else if (type == OperationType.ACCOUNT_MERGE) {
            participants.add(Xdr.address(body.getDestination()));
        } else if (type == OperationType.ALLOW_TRUST) {
            participants.add(Xdr.address(body.getAllowTrustOp().getTrustor()));
        } else if (type == OperationType.SET_TRUST_LINE_FLAGS) {
            participants.add(Xdr.address(body.getSetTrustLineFlagsOp().getTrustor()));
        } else if (type == OperationType.CLAWBACK) {
            participants.add(Xdr.address(body.getClawbackOp().getFrom()));
        } else if (type == OperationType.BEGIN_SPONSORING_FUTURE_RESERVES) {
            participants.add(
                    Xdr.address(body.getBeginSponsoringFutureReservesOp().getSponsoredID()));
        } else if (type == OperationType.CREATE_CLAIMABLE_BALANCE) {
            Arrays.stream(body.getCreateClaimableBalanceOp().getClaimants())
                    .forEach(claimant ->
                            participants.add(Xdr.address(claimant.getV0().getDestination())));
        }
        return participants;
    }
}
