package dev.latchkey.sandbox.operation;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.stellar.sdk.xdr.OperationType;

/** Which family knows an operation. Offers, paths, pools and contracts are none of this ledger's. */
public final class Operations {
    private final Map<OperationType, OperationFamily> families = new EnumMap<>(OperationType.class);

    public Operations() {
        add(
                new AccountOperations(),
                OperationType.CREATE_ACCOUNT,
                OperationType.ACCOUNT_MERGE,
                OperationType.BUMP_SEQUENCE);
        add(new PaymentOperations(), OperationType.PAYMENT);
        add(new TrustOperations(), OperationType.CHANGE_TRUST);
        add(new TrustFlagOperations(), OperationType.ALLOW_TRUST, OperationType.SET_TRUST_LINE_FLAGS);
        add(new OptionOperations(), OperationType.SET_OPTIONS);
        add(new DataOperations(), OperationType.MANAGE_DATA);
        add(
                new ClaimableBalanceOperations(),
                OperationType.CREATE_CLAIMABLE_BALANCE,
                OperationType.CLAIM_CLAIMABLE_BALANCE);
        add(
                new SponsorshipOperations(),
                OperationType.BEGIN_SPONSORING_FUTURE_RESERVES,
                OperationType.END_SPONSORING_FUTURE_RESERVES);
        add(new RevokeOperations(), OperationType.REVOKE_SPONSORSHIP);
        add(new ClawbackOperations(), OperationType.CLAWBACK, OperationType.CLAWBACK_CLAIMABLE_BALANCE);
    }

    private void add(OperationFamily family, OperationType... types) {
        for (OperationType type : types) {
            families.put(type, family);
        }
    }

    /** Empty for an operation that the sandbox does not support. */
    public Optional<OperationFamily> family(OperationType type) {
        return Optional.ofNullable(families.get(type));
    }
}
