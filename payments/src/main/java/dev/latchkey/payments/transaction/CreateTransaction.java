package dev.latchkey.payments.transaction;

import dev.latchkey.custody.wallet.WalletFacts;
import dev.latchkey.custody.wallet.WalletStatus;
import dev.latchkey.networks.stellar.Stroops;
import dev.latchkey.payments.ledger.LedgerUnavailable;
import dev.latchkey.payments.ledger.Networks;
import dev.latchkey.payments.limit.WalletLimits;
import dev.latchkey.payments.money.AssetId;
import dev.latchkey.payments.reservation.BalanceReservations;
import dev.latchkey.payments.reservation.BalanceView;
import dev.latchkey.payments.reservation.Spendable;
import dev.latchkey.payments.work.CrashPoint;
import dev.latchkey.payments.work.CrashPoints;
import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Origin;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Accepts a payment: checks it, reserves what it will take of balance and limits, and stores it, all in one transaction.
 * From then on it ends CONFIRMED or FAILED, whatever happens to this process.
 */
final class CreateTransaction {
    private final Database database;
    private final Networks networks;
    private final BalanceView balances;
    private final Runnable accepted;
    private final CrashPoints crashPoints;
    private final IdempotencyKeys keys = new IdempotencyKeys();
    private final TransactionStore store = new TransactionStore();
    private final BalanceReservations reservations = new BalanceReservations();
    private final WalletLimits limits = new WalletLimits();

    /** @param accepted told after a payment was stored */
    CreateTransaction(
            Database database, Networks networks, BalanceView balances, Runnable accepted, CrashPoints crashPoints) {
        this.database = database;
        this.networks = networks;
        this.balances = balances;
        this.accepted = accepted;
        this.crashPoints = crashPoints;
    }

    /** The transaction that an earlier, equal request with this key made. */
    Optional<StoredTransaction> replay(UUID projectId, @Nullable String idempotencyKey, Fingerprint fingerprint) {
        return idempotencyKey == null
                ? Optional.empty()
                : database.read(sql -> keys.find(sql, projectId, idempotencyKey, fingerprint));
    }

    StoredTransaction create(Origin origin, NewPayment payment) {
        requireSensible(payment);
        Optional<Spendable> balance = balance(payment);
        return database.write(tx -> stored(tx, origin, payment, balance));
    }

    private void requireSensible(NewPayment payment) {
        WalletFacts sender = payment.sender();
        WalletFacts receiver = payment.receiver();
        networks.require(sender.network());
        if (sender.status() != WalletStatus.ACTIVE) {
            throw ApiException.unprocessable(
                    "WALLET_NOT_ACTIVE", "Sender wallet is not active (status: " + sender.status() + ")");
        }
        if (receiver != null && receiver.network() != sender.network()) {
            throw ApiException.unprocessable(
                    "NETWORK_MISMATCH",
                    "Sender and receiver wallets must be on the same network (" + sender.network() + ", "
                            + receiver.network() + ")");
        }
        if (payment.destination().base().equals(sender.publicKey())) {
            throw ApiException.unprocessable("SAME_WALLET", "Sender and receiver must be different wallets");
        }
    }

    /** An issuer has no balance of its own asset: paying makes it. */
    private Optional<Spendable> balance(NewPayment payment) {
        if (payment.asset().isIssuedBy(payment.sender().publicKey())) {
            return Optional.empty();
        }
        try {
            return Optional.of(balances.spendable(payment.sender(), payment.asset()));
        } catch (LedgerUnavailable away) {
            throw ApiException.unavailable("Stellar Horizon is unavailable. Please retry.", 5);
        }
    }

    private StoredTransaction stored(Transaction tx, Origin origin, NewPayment payment, Optional<Spendable> balance) {
        UUID project = payment.sender().projectId();
        String key = payment.idempotencyKey();
        if (key != null) {
            keys.claim(tx, project, key);
            Optional<StoredTransaction> earlier = keys.find(tx.sql(), project, key, payment.fingerprint());
            if (earlier.isPresent()) {
                return earlier.get();
            }
        }
        UUID id = UUID.randomUUID();
        UUID sender = payment.sender().id();
        reservations.lock(tx, sender);
        balance.ifPresent(reading -> requireFunds(tx, payment, reading));
        limits.reserve(tx, sender, payment.asset(), payment.amount());
        StoredTransaction transaction = store.insert(tx, id, marker(project, key, id), payment);
        if (balance.isPresent()) {
            reservations.reserve(tx, id, sender, payment.asset(), payment.amount());
        }
        tx.audit(AuditEvent.success("transaction.created", origin, project, "transaction", id)
                .with("walletId", sender)
                .with("amount", Stroops.formatShort(payment.amount()))
                .with("asset", payment.asset().toString())
                .with("destination", payment.destination().toString()));
        tx.afterCommit(() -> {
            crashPoints.reached(CrashPoint.INTENT_STORED);
            accepted.run();
        });
        return transaction;
    }

    private void requireFunds(Transaction tx, NewPayment payment, Spendable reading) {
        AssetId asset = payment.asset();
        UUID sender = payment.sender().id();
        BigDecimal available = reservations.available(tx, sender, asset, reading);
        if (available.compareTo(BigDecimal.valueOf(payment.amount())) < 0) {
            throw ApiException.unprocessable(
                    "INSUFFICIENT_BALANCE",
                    "Insufficient balance for wallet " + sender + ": required "
                            + Stroops.formatShort(payment.amount()) + " " + asset.shortName() + ", available "
                            + Stroops.formatShort(available.max(BigDecimal.ZERO).longValueExact()) + " "
                            + asset.shortName());
        }
    }

    /**
     * Equal for equal keys, so that a payment that a restored database has forgotten is recognised when its client asks
     * again.
     */
    private static long marker(UUID projectId, @Nullable String key, UUID id) {
        return Fingerprint.of(key == null ? Arrays.asList("payment", id) : Arrays.asList("key", projectId, key))
                .prefix();
    }
}
