package dev.latchkey.sandbox.transaction;

import dev.latchkey.sandbox.ledger.Account;
import dev.latchkey.sandbox.ledger.AccountSigner;
import dev.latchkey.sandbox.ledger.LedgerOverlay;
import dev.latchkey.sandbox.ledger.LedgerParameters;
import dev.latchkey.sandbox.operation.Effect;
import dev.latchkey.sandbox.operation.OperationContext;
import dev.latchkey.sandbox.operation.OperationFamily;
import dev.latchkey.sandbox.operation.OperationFrame;
import dev.latchkey.sandbox.operation.OperationOutcome;
import dev.latchkey.sandbox.operation.Operations;
import dev.latchkey.sandbox.operation.Sponsorships;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.stellar.sdk.StrKey;
import org.stellar.sdk.xdr.OperationResultCode;
import org.stellar.sdk.xdr.TransactionResultCode;

/**
 * Applies an included transaction. Its fee has been charged before; here the sequence number is used, one-time signers
 * are removed, and the operations are applied all or none.
 */
public final class TransactionApplier {
    private final Operations operations;
    private final SignatureVerifier verifier;

    public TransactionApplier(Operations operations, SignatureVerifier verifier) {
        this.operations = operations;
        this.verifier = verifier;
    }

    /** What applying did. {@code before} are the changes that stay whatever becomes of the operations. */
    public record Applied(TransactionOutcome outcome, List<EntryChange> before, List<AppliedOperation> operations) {}

    /** Takes the fee from its source: the ledger's rate, at most the bid and at most what is there. */
    public static long chargeFee(TransactionFrame frame, LedgerOverlay ledger, long effectiveBaseFee) {
        Account payer = ledger.account(frame.feeSource());
        if (payer == null) {
            return 0;
        }
        long fee = Math.min(frame.bid(), FeeRules.minimum(effectiveBaseFee, frame.feeUnits()));
        long charged = Math.min(fee, payer.balance());
        ledger.put(payer.withBalance(payer.balance() - charged));
        return charged;
    }

    public Applied apply(TransactionFrame frame, LedgerOverlay ledger, LedgerParameters parameters, long charged) {
        if (frame.feeBump().isEmpty()) {
            return applyInner(frame, ledger, parameters, charged);
        }
        TransactionFrame.FeeBump bump = frame.feeBump().get();
        Optional<TransactionResultCode> outer = checkOuter(bump, ledger);
        if (outer.isPresent()) {
            return new Applied(TransactionOutcome.of(charged, outer.get()), List.of(), List.of());
        }
        removeOneTimeSigner(bump.source(), bump.hash(), ledger, parameters);
        Applied inner = applyInner(frame, ledger, parameters, 0);
        return new Applied(inner.outcome().inFeeBump(frame.innerHash(), charged), inner.before(), inner.operations());
    }

    private Optional<TransactionResultCode> checkOuter(TransactionFrame.FeeBump bump, LedgerOverlay ledger) {
        Account payer = ledger.account(bump.source());
        if (payer == null) {
            return Optional.of(TransactionResultCode.txNO_ACCOUNT);
        }
        SignatureChecker checker = new SignatureChecker(bump.content(), verifier);
        if (!checker.check(payer, payer.thresholds().low())) {
            return Optional.of(TransactionResultCode.txBAD_AUTH);
        }
        return checker.allUsed() ? Optional.empty() : Optional.of(TransactionResultCode.txBAD_AUTH_EXTRA);
    }

    private Applied applyInner(
            TransactionFrame frame, LedgerOverlay ledger, LedgerParameters parameters, long charged) {
        LedgerOverlay lasting = new LedgerOverlay(ledger);
        Optional<TransactionOutcome> refused = prepare(frame, lasting, parameters, charged);
        List<EntryChange> before = EntryChange.of(lasting);
        lasting.commitTo(ledger);
        if (refused.isPresent()) {
            return new Applied(refused.get(), before, untouched(frame));
        }
        LedgerOverlay changes = new LedgerOverlay(ledger);
        Sponsorships sponsorships = new Sponsorships();
        List<OperationOutcome> outcomes = new ArrayList<>();
        List<AppliedOperation> applied = new ArrayList<>();
        boolean succeeded = true;
        for (OperationFrame operation : frame.operations()) {
            LedgerOverlay own = new LedgerOverlay(changes);
            List<Effect> effects = new ArrayList<>();
            OperationContext context =
                    new OperationContext(own, parameters, frame.source(), frame.sequence(), sponsorships, effects);
            String sponsor = sponsorships.sponsorOf(operation.source());
            OperationOutcome outcome = applyOne(operation, context);
            outcomes.add(outcome);
            if (outcome.succeeded()) {
                applied.add(new AppliedOperation(operation, sponsor, List.copyOf(effects), EntryChange.of(own)));
                own.commitTo(changes);
            } else {
                succeeded = false;
            }
        }
        if (!succeeded) {
            return new Applied(TransactionOutcome.failed(charged, outcomes), before, untouched(frame));
        }
        if (sponsorships.isOpen()) {
            TransactionOutcome open = TransactionOutcome.of(charged, TransactionResultCode.txBAD_SPONSORSHIP);
            return new Applied(open, before, untouched(frame));
        }
        changes.commitTo(ledger);
        TransactionOutcome outcome = new TransactionOutcome(charged, TransactionResultCode.txSUCCESS, outcomes, null);
        return new Applied(outcome, before, List.copyOf(applied));
    }

    /** Sequence number and signatures; what it changes stays even if the transaction fails. */
    private Optional<TransactionOutcome> prepare(
            TransactionFrame frame, LedgerOverlay ledger, LedgerParameters parameters, long charged) {
        Optional<CommonRules.Breach> breach = CommonRules.beforeSequence(frame, ledger, parameters);
        Account source = ledger.account(frame.source());
        if (breach.isPresent() || source == null) {
            TransactionResultCode code =
                    breach.map(CommonRules.Breach::code).orElse(TransactionResultCode.txNO_ACCOUNT);
            return Optional.of(TransactionOutcome.of(charged, code));
        }
        SignatureChecker checker = new SignatureChecker(frame.content(), verifier);
        breach = CommonRules.fromSequence(frame, source, parameters, checker);
        if (breach.isPresent() && !breach.get().usesSequence()) {
            return Optional.of(TransactionOutcome.of(charged, breach.get().code()));
        }
        ledger.put(source.withSequence(frame.sequence(), parameters.sequence(), parameters.closeTime()));
        if (breach.isPresent()) {
            return Optional.of(TransactionOutcome.of(charged, breach.get().code()));
        }
        Optional<TransactionOutcome> refused = checkSignatures(frame, ledger, checker, charged);
        frame.sources().forEach(each -> removeOneTimeSigner(each, frame.innerHash(), ledger, parameters));
        return refused;
    }

    private Optional<TransactionOutcome> checkSignatures(
            TransactionFrame frame, LedgerOverlay ledger, SignatureChecker checker, long charged) {
        List<OperationOutcome> outcomes = new ArrayList<>();
        boolean authorized = true;
        for (OperationFrame operation : frame.operations()) {
            Optional<OperationOutcome> refused = operations
                    .family(operation.type())
                    .map(family -> TransactionValidator.authority(operation, family, ledger, checker))
                    .orElse(Optional.of(OperationOutcome.refused(OperationResultCode.opNOT_SUPPORTED)));
            authorized = authorized && refused.isEmpty();
            outcomes.add(refused.orElseGet(() -> OperationOutcome.untouched(operation.type())));
        }
        if (!authorized) {
            return Optional.of(TransactionOutcome.failed(charged, outcomes));
        }
        return checker.allUsed()
                ? Optional.empty()
                : Optional.of(TransactionOutcome.of(charged, TransactionResultCode.txBAD_AUTH_EXTRA));
    }

    private OperationOutcome applyOne(OperationFrame operation, OperationContext context) {
        Optional<OperationFamily> family = operations.family(operation.type());
        if (family.isEmpty()) {
            return OperationOutcome.refused(OperationResultCode.opNOT_SUPPORTED);
        }
        if (context.ledger().account(operation.source()) == null) {
            return OperationOutcome.refused(OperationResultCode.opNO_ACCOUNT);
        }
        return family.get().check(operation).orElseGet(() -> family.get().apply(operation, context));
    }

    /** A pre-authorised transaction signs once: its signer goes with the transaction it names, success or not. */
    private static void removeOneTimeSigner(String id, String hash, LedgerOverlay ledger, LedgerParameters parameters) {
        Account account = ledger.account(id);
        if (account == null || account.signers().isEmpty()) {
            return;
        }
        String key = StrKey.encodePreAuthTx(HexFormat.of().parseHex(hash));
        Optional<AccountSigner> signer = account.signer(key);
        if (signer.isPresent()) {
            Sponsorships.removeSigner(
                    new OperationContext(ledger, parameters, id, 0, new Sponsorships(), new ArrayList<>()),
                    id,
                    signer.get());
        }
    }

    private static List<AppliedOperation> untouched(TransactionFrame frame) {
        return frame.operations().stream()
                .map(operation -> new AppliedOperation(operation, null, List.of(), List.of()))
                .toList();
    }
}
