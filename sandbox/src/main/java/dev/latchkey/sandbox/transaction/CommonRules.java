package dev.latchkey.sandbox.transaction;

import dev.latchkey.sandbox.ledger.Account;
import dev.latchkey.sandbox.ledger.LedgerParameters;
import dev.latchkey.sandbox.ledger.LedgerView;
import java.util.HashSet;
import java.util.Optional;
import org.stellar.sdk.xdr.TransactionResultCode;

/** The rules of a transaction that hold both when it is submitted and when it is applied (stellar-core commonValid). */
final class CommonRules {
    private CommonRules() {}

    /** A breach, and whether the sequence number is used up by it when the transaction stands in a ledger. */
    record Breach(TransactionResultCode code, boolean usesSequence) {
        static Optional<Breach> before(TransactionResultCode code) {
            return Optional.of(new Breach(code, false));
        }

        static Optional<Breach> after(TransactionResultCode code) {
            return Optional.of(new Breach(code, true));
        }
    }

    /** What the transaction says by itself, and whether its time has come. */
    static Optional<Breach> beforeSequence(TransactionFrame frame, LedgerView ledger, LedgerParameters parameters) {
        Conditions conditions = frame.conditions();
        boolean twice = new HashSet<>(conditions.extraSigners()).size()
                != conditions.extraSigners().size();
        if (twice || conditions.extraSigners().size() > 2) {
            return Breach.before(TransactionResultCode.txMALFORMED);
        }
        if (frame.operations().isEmpty()) {
            return Breach.before(TransactionResultCode.txMISSING_OPERATION);
        }
        if (conditions.tooEarly(parameters.closeTime(), parameters.sequence())) {
            return Breach.before(TransactionResultCode.txTOO_EARLY);
        }
        if (conditions.tooLate(parameters.latestCloseTime(), parameters.sequence())) {
            return Breach.before(TransactionResultCode.txTOO_LATE);
        }
        return ledger.account(frame.source()) == null
                ? Breach.before(TransactionResultCode.txNO_ACCOUNT)
                : Optional.empty();
    }

    /** Sequence number, its age, and the authority over the source account. */
    static Optional<Breach> fromSequence(
            TransactionFrame frame, Account source, LedgerParameters parameters, SignatureChecker checker) {
        Conditions conditions = frame.conditions();
        if (isBadSequence(frame, source, parameters)) {
            return Breach.before(TransactionResultCode.txBAD_SEQ);
        }
        if (isTooYoung(conditions, source, parameters)) {
            return Breach.after(TransactionResultCode.txBAD_MIN_SEQ_AGE_OR_GAP);
        }
        if (!checker.check(source, source.thresholds().low()) || !checker.checkExtra(conditions.extraSigners())) {
            return Breach.after(TransactionResultCode.txBAD_AUTH);
        }
        return Optional.empty();
    }

    private static boolean isBadSequence(TransactionFrame frame, Account source, LedgerParameters parameters) {
        long sequence = frame.sequence();
        // ledger << 32 is where accounts made in this ledger begin; it may not be used up by older ones.
        if (sequence < 0 || sequence == (long) parameters.sequence() << 32) {
            return true;
        }
        Long minimum = frame.conditions().minSequence();
        if (minimum != null) {
            return source.sequence() < minimum || source.sequence() >= sequence;
        }
        return source.sequence() == Long.MAX_VALUE || sequence != source.sequence() + 1;
    }

    private static boolean isTooYoung(Conditions conditions, Account source, LedgerParameters parameters) {
        long age = parameters.closeTime() - source.sequenceTime();
        long gap = (long) parameters.sequence() - source.sequenceLedger();
        return (conditions.minSequenceAge() > 0 && age < conditions.minSequenceAge())
                || (conditions.minSequenceLedgerGap() > 0 && gap < conditions.minSequenceLedgerGap());
    }
}
