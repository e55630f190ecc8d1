package dev.latchkey.payments.onboarding;

import dev.latchkey.custody.wallet.LedgerStatus;
import dev.latchkey.networks.stellar.xdr.AccountId;
import dev.latchkey.networks.stellar.xdr.AccountOperation;
import dev.latchkey.networks.stellar.xdr.Asset;
import dev.latchkey.networks.stellar.xdr.Operation;
import dev.latchkey.networks.stellar.xdr.OperationBody;
import dev.latchkey.networks.stellar.xdr.SponsorshipOperation;
import dev.latchkey.networks.stellar.xdr.TransactionEnvelope;
import dev.latchkey.networks.stellar.xdr.TrustOperation;
import dev.latchkey.payments.ledger.IncludedTransaction;
import dev.latchkey.payments.money.AssetId;
import dev.latchkey.payments.submission.Envelope;
import dev.latchkey.payments.wallet.WalletBook;
import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.Origin;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One bad operation fails a whole batch (chain-rules 5): whose it was is read from the result, everybody else is queued
 * again at once, the culprit waits or is given up.
 */
final class OnboardingFailure {
    private static final Logger LOG = LoggerFactory.getLogger(OnboardingFailure.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
    private static final Duration SPONSOR_PAUSE = Duration.ofSeconds(30);

    private final WalletBook wallets;
    private final OnboardingStore store = new OnboardingStore();

    OnboardingFailure(WalletBook wallets) {
        this.wallets = wallets;
    }

    void handle(Transaction tx, Envelope envelope, IncludedTransaction included) {
        List<String> codes = included.operationCodes();
        boolean poor = codes.contains("op_low_reserve");
        store.requeue(tx, envelope.id(), poor ? tx.now().plus(SPONSOR_PAUSE) : tx.now());
        LOG.warn("a batch of accounts failed with {}: {}", included.reason(), envelope.hash());
        if (poor || !(TransactionEnvelope.parse(envelope.xdr()) instanceof TransactionEnvelope.V1 signed)) {
            return;
        }
        List<Operation> operations = signed.transaction().operations();
        AccountId current = null;
        for (int i = 0; i < Math.min(operations.size(), codes.size()); i++) {
            OperationBody body = operations.get(i).body();
            if (body instanceof SponsorshipOperation.BeginSponsoringFutureReserves begin) {
                current = begin.sponsored();
            }
            if (current != null && !codes.get(i).equals("op_success")) {
                culprit(tx, envelope, current, body, codes.get(i));
            }
        }
    }

    /** One more failure of an account, given up after the last. */
    void accountFailed(Transaction tx, UUID walletId, String error) {
        if (!store.accountFailed(tx, walletId, error, later(tx, FIRST_PAUSE), Onboarding.HIGHEST_ATTEMPTS)) {
            LOG.error("the account of wallet {} is given up: {}", walletId, error);
            wallets.ledgerStatusChanged(tx, List.of(walletId), LedgerStatus.FAILED);
        }
    }

    private void culprit(Transaction tx, Envelope envelope, AccountId account, OperationBody body, String code) {
        UUID walletId =
                store.walletOf(tx, envelope.network(), account.toString()).orElse(null);
        if (walletId == null) {
            return;
        }
        switch (body) {
            case AccountOperation.CreateAccount create
            when code.equals("op_already_exists") -> exists(tx, envelope, walletId);
            case TrustOperation.ChangeTrust change
            when change.line() instanceof Asset.Credit asset ->
                lineFailed(tx, walletId, AssetId.parse(asset.toString()), code);
            default -> accountFailed(tx, walletId, code);
        }
    }

    /** Somebody else has made the account, unsponsored; its trustlines can still be sponsored. */
    private void exists(Transaction tx, Envelope envelope, UUID walletId) {
        store.exists(tx, walletId);
        wallets.ledgerStatusChanged(tx, List.of(walletId), LedgerStatus.CREATED);
        tx.audit(AuditEvent.success("wallet.on_ledger", Origin.SYSTEM, null, "wallet", walletId)
                .with("hash", envelope.hash())
                .with("existed", true));
    }

    private void lineFailed(Transaction tx, UUID walletId, AssetId asset, String code) {
        int attempts = store.lineAttempts(tx, walletId, asset);
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(attempts, 5));
        store.lineFailed(tx, walletId, asset, code, later(tx, pause), Onboarding.HIGHEST_ATTEMPTS);
    }

    private static Instant later(Transaction tx, Duration pause) {
        return tx.now().plus(pause);
    }
}
