package dev.latchkey.sandbox.transaction;

import dev.latchkey.sandbox.ledger.Account;
import dev.latchkey.sandbox.ledger.LedgerParameters;
import dev.latchkey.sandbox.ledger.LedgerView;
import dev.latchkey.sandbox.operation.OperationFamily;
import dev.latchkey.sandbox.operation.OperationFrame;
import dev.latchkey.sandbox.operation.OperationOutcome;
import dev.latchkey.sandbox.operation.Operations;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.stellar.sdk.xdr.OperationResultCode;
import org.stellar.sdk.xdr.TransactionResultCode;

/** Decides whether a transaction may enter the queue or a ledger (stellar-core checkValid). */
public final class TransactionValidator {
    private final Operations operations;
    private final SignatureVerifier verifier;

    public TransactionValidator(Operations operations, SignatureVerifier verifier) {
        this.operations = operations;
        this.verifier = verifier;
    }

    /** The result that the transaction is refused with; empty when it is valid in a ledger of these parameters. */
    public Optional<TransactionOutcome> check(TransactionFrame frame, LedgerView ledger, LedgerParameters parameters) {
        if (frame.feeBump().isPresent()) {
            return checkFeeBump(frame, frame.feeBump().get(), ledger, parameters);
        }
        return checkInner(frame, ledger, parameters, true);
    }

    private Optional<TransactionOutcome> checkFeeBump(
            TransactionFrame frame, TransactionFrame.FeeBump bump, LedgerView ledger, LedgerParameters parameters) {
        OptionalLong missing = FeeRules.missing(frame, parameters.baseFee());
        if (missing.isPresent()) {
            return refusal(missing.getAsLong(), TransactionResultCode.txINSUFFICIENT_FEE);
        }
        Account payer = ledger.account(bump.source());
        if (payer == null) {
            return refusal(bump.fee(), TransactionResultCode.txNO_ACCOUNT);
        }
        SignatureChecker checker = new SignatureChecker(bump.content(), verifier);
        if (!checker.check(payer, payer.thresholds().low())) {
            return refusal(bump.fee(), TransactionResultCode.txBAD_AUTH);
        }
        if (parameters.reserves().available(payer) < bump.fee()) {
            return refusal(bump.fee(), TransactionResultCode.txINSUFFICIENT_BALANCE);
        }
        if (!checker.allUsed()) {
            return refusal(bump.fee(), TransactionResultCode.txBAD_AUTH_EXTRA);
        }
        return checkInner(frame, ledger, parameters, false)
                .map(outcome -> outcome.inFeeBump(frame.innerHash(), bump.fee()));
    }

    private Optional<TransactionOutcome> checkInner(
            TransactionFrame frame, LedgerView ledger, LedgerParameters parameters, boolean paysFee) {
        Optional<CommonRules.Breach> breach = CommonRules.beforeSequence(frame, ledger, parameters);
        if (breach.isPresent() && breach.get().code() != TransactionResultCode.txNO_ACCOUNT) {
            return refusal(frame.innerBid(), breach.get().code());
        }
        if (paysFee) {
            OptionalLong missing = FeeRules.missing(frame, parameters.baseFee());
            if (missing.isPresent()) {
                return refusal(missing.getAsLong(), TransactionResultCode.txINSUFFICIENT_FEE);
            }
        }
        Account source = ledger.account(frame.source());
        if (source == null) {
            return refusal(frame.innerBid(), TransactionResultCode.txNO_ACCOUNT);
        }
        SignatureChecker checker = new SignatureChecker(frame.content(), verifier);
        breach = CommonRules.fromSequence(frame, source, parameters, checker);
        if (breach.isPresent()) {
            return refusal(frame.innerBid(), breach.get().code());
        }
        if (paysFee && parameters.reserves().available(source) < frame.bid()) {
            return refusal(frame.innerBid(), TransactionResultCode.txINSUFFICIENT_BALANCE);
        }
        Optional<TransactionOutcome> refused = checkOperations(frame, ledger, checker);
        if (refused.isPresent()) {
            return refused;
        }
        return checker.allUsed() ? Optional.empty() : refusal(frame.innerBid(), TransactionResultCode.txBAD_AUTH_EXTRA);
    }

    /** Stops at the first bad operation, as stellar-core does; the others stand untouched in the result. */
    private Optional<TransactionOutcome> checkOperations(
            TransactionFrame frame, LedgerView ledger, SignatureChecker checker) {
        for (OperationFrame operation : frame.operations()) {
            Optional<OperationOutcome> refused = check(operation, ledger, checker);
            if (refused.isPresent()) {
                return Optional.of(TransactionOutcome.failed(
                        frame.innerBid(), withOne(frame.operations(), operation.index(), refused.get())));
            }
        }
        return Optional.empty();
    }

    private Optional<OperationOutcome> check(OperationFrame operation, LedgerView ledger, SignatureChecker checker) {
        Optional<OperationFamily> family = operations.family(operation.type());
        if (family.isEmpty()) {
            return Optional.of(OperationOutcome.refused(OperationResultCode.opNOT_SUPPORTED));
        }
        Optional<OperationOutcome> unauthorized = authority(operation, family.get(), ledger, checker);
        return unauthorized.isPresent() ? unauthorized : family.get().check(operation);
    }

    /** Whether the operation's source account agrees; an account still to be created agrees by its own key. */
    static Optional<OperationOutcome> authority(
            OperationFrame operation, OperationFamily family, LedgerView ledger, SignatureChecker checker) {
        Account account = ledger.account(operation.source());
        if (account != null) {
            int needed = family.threshold(operation).of(account.thresholds());
            return checker.check(account, needed)
                    ? Optional.empty()
                    : Optional.of(OperationOutcome.refused(OperationResultCode.opBAD_AUTH));
        }
        if (!operation.hasOwnSource()) {
            return Optional.of(OperationOutcome.refused(OperationResultCode.opNO_ACCOUNT));
        }
        return checker.checkAbsent(operation.source())
                ? Optional.empty()
                : Optional.of(OperationOutcome.refused(OperationResultCode.opBAD_AUTH));
    }

    private List<OperationOutcome> withOne(List<OperationFrame> frames, int index, OperationOutcome outcome) {
        List<OperationOutcome> outcomes = new ArrayList<>(frames.size());
        for (OperationFrame frame : frames) {
            if (frame.index() == index) {
                outcomes.add(outcome);
            } else if (operations.family(frame.type()).isPresent()) {
                outcomes.add(OperationOutcome.untouched(frame.type()));
            } else {
                outcomes.add(OperationOutcome.refused(OperationResultCode.opNOT_SUPPORTED));
            }
        }
        return outcomes;
    }

    private static Optional<TransactionOutcome> refusal(long fee, TransactionResultCode code) {
        return Optional.of(TransactionOutcome.of(fee, code));
    }
}
