package dev.latchkey.sandbox.operation;

import dev.latchkey.sandbox.ledger.AccountData;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.stellar.sdk.xdr.ManageDataOp;
import org.stellar.sdk.xdr.ManageDataResultCode;
import org.stellar.sdk.xdr.OperationResultCode;
import org.stellar.sdk.xdr.OperationType;

/** Manage data: named values on an account. */
final class DataOperations implements OperationFamily {
    private static final int MAX_BYTES = 64;

    @Override
    public Optional<OperationOutcome> check(OperationFrame operation) {
        ManageDataOp manage = operation.body().getManageDataOp();
        byte[] name = manage.getDataName().getString64().getBytes();
        if (name.length == 0 || name.length > MAX_BYTES || !isPrintable(name)) {
            return Optional.of(failure(ManageDataResultCode.MANAGE_DATA_INVALID_NAME));
        }
        return Optional.empty();
    }

    @Override
    public OperationOutcome apply(OperationFrame operation, OperationContext context) {
        ManageDataOp manage = operation.body().getManageDataOp();
        String owner = operation.source();
        String name = new String(manage.getDataName().getString64().getBytes(), StandardCharsets.UTF_8);
        AccountData old = context.ledger().data(owner, name);
        if (manage.getDataValue() == null) {
            if (old == null) {
                return failure(ManageDataResultCode.MANAGE_DATA_NAME_NOT_FOUND);
            }
            context.effect(owner, EffectType.DATA_REMOVED, "name", name);
            context.sponsorships().remove(context, old, owner);
            return OperationOutcome.success(OperationType.MANAGE_DATA);
        }
        String value = Base64.getEncoder().encodeToString(manage.getDataValue().getDataValue());
        if (old != null) {
            context.ledger().put(old.withValue(value));
            context.effect(owner, EffectType.DATA_UPDATED, "name", name, "value", value);
            return OperationOutcome.success(OperationType.MANAGE_DATA);
        }
        context.effect(owner, EffectType.DATA_CREATED, "name", name, "value", value);
        Optional<Sponsorships.Refusal> refused =
                context.sponsorships().create(context, new AccountData(owner, name, value, null, 0), owner);
        if (refused.isEmpty()) {
            return OperationOutcome.success(OperationType.MANAGE_DATA);
        }
        return switch (refused.get()) {
            case LOW_RESERVE -> failure(ManageDataResultCode.MANAGE_DATA_LOW_RESERVE);
            case TOO_MANY_SUBENTRIES -> OperationOutcome.refused(OperationResultCode.opTOO_MANY_SUBENTRIES);
        };
    }

    private static boolean isPrintable(byte[] text) {
        for (byte each : text) {
            if (each < 0x20 || each == 0x7f) {
                return false;
            }
        }
        return true;
    }

    private static OperationOutcome failure(ManageDataResultCode code) {
        return OperationOutcome.failure(OperationType.MANAGE_DATA, code.getValue(), code.name());
    }
}
