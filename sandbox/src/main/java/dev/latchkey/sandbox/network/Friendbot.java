package dev.latchkey.sandbox.network;

import dev.latchkey.sandbox.history.AppliedTransaction;
import dev.latchkey.sandbox.ledger.Account;
import dev.latchkey.sandbox.queue.QueueAnswer;
import dev.latchkey.sandbox.transaction.MalformedEnvelopeException;
import dev.latchkey.sandbox.transaction.TransactionFrame;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.stellar.sdk.AccountConverter;
import org.stellar.sdk.CreateAccountOperation;
import org.stellar.sdk.KeyPair;
import org.stellar.sdk.Network;
import org.stellar.sdk.TimeBounds;
import org.stellar.sdk.Transaction;
import org.stellar.sdk.TransactionBuilder;
import org.stellar.sdk.TransactionPreconditions;

/**
 * Gives ten thousand lumens to whoever asks first. One thread serves all that wait with one transaction, since the root
 * account can have only one pending.
 */
public final class Friendbot implements AutoCloseable {
    private static final BigDecimal STARTING_BALANCE = new BigDecimal("10000.0000000");
    private static final int MOST_AT_ONCE = 100;
    private static final Duration ONE_ROUND = Duration.ofSeconds(15);
    private static final int ROUNDS = 5;
    private final StellarNetwork network;
    private final KeyPair root;
    private final Runnable afterSubmission;
    private final LinkedBlockingQueue<Request> waiting = new LinkedBlockingQueue<>(10_000);
    private final Thread worker;

    /** What became of a request. */
    public sealed interface Result {}

    public record Funded(AppliedTransaction transaction) implements Result {}

    public record AlreadyFunded() implements Result {}

    /** No ledger took it in time. */
    public record Unfinished() implements Result {}

    private record Request(String address, CompletableFuture<Result> result) {}

    /** {@code afterSubmission} closes a ledger where nobody else would. */
    public Friendbot(StellarNetwork network, Runnable afterSubmission) {
        this.network = network;
        this.root = network.rootKey();
        this.afterSubmission = afterSubmission;
        this.worker = Thread.ofVirtual().name("sandbox-friendbot").start(this::work);
    }

    public Result fund(String address, Duration timeout) throws InterruptedException {
        Request request = new Request(address, new CompletableFuture<>());
        if (!waiting.offer(request)) {
            return new Unfinished();
        }
        try {
            return request.result().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return new Unfinished();
        }
    }

    private void work() {
        try {
            while (true) {
                List<Request> batch = new ArrayList<>();
                batch.add(waiting.take());
                waiting.drainTo(batch, MOST_AT_ONCE - 1);
                try {
                    serve(batch);
                } catch (RuntimeException e) {
                    batch.forEach(request -> request.result().complete(new Unfinished()));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(List<Request> batch) throws InterruptedException {
        List<Request> open = new ArrayList<>(batch);
        for (int round = 0; round < ROUNDS && !open.isEmpty(); round++) {
            open.removeIf(this::isServed);
            List<String> addresses =
                    open.stream().map(Request::address).distinct().collect(Collectors.toList());
            Optional<AppliedTransaction> applied = addresses.isEmpty() ? Optional.empty() : submit(addresses);
            if (applied.filter(AppliedTransaction::succeeded).isPresent()) {
                open.forEach(request -> request.result().complete(new Funded(applied.get())));
                return;
            }
        }
        open.forEach(request -> request.result().complete(new Unfinished()));
    }

    private boolean isServed(Request request) {
        boolean exists = network.read(snapshot -> snapshot.state().account(request.address()) != null);
        if (exists) {
            request.result().complete(new AlreadyFunded());
        }
        return exists;
    }

    private Optional<AppliedTransaction> submit(List<String> addresses) throws InterruptedException {
        TransactionFrame frame = frame(addresses);
        QueueAnswer answer = network.submit(frame);
        if (answer instanceof QueueAnswer.Pending) {
            afterSubmission.run();
            return network.await(frame.hash(), ONE_ROUND);
        }
        // Somebody else used the root account: its transaction has to pass first.
        int latest = network.read(snapshot -> snapshot.history().latest().sequence());
        afterSubmission.run();
        network.awaitLedgerAfter(latest, ONE_ROUND);
        return Optional.empty();
    }

    private TransactionFrame frame(List<String> addresses) {
        Account account = network.read(snapshot -> snapshot.state().account(root.getAccountId()));
        if (account == null) {
            throw new IllegalStateException("The root account is gone");
        }
        TransactionBuilder builder = new TransactionBuilder(
                        AccountConverter.enableMuxed(),
                        new org.stellar.sdk.Account(account.id(), account.sequence()),
                        new Network(network.parameters().id().passphrase()))
                .setBaseFee(Math.max(10_000, network.minimumBaseFee()))
                .addPreconditions(TransactionPreconditions.builder()
                        .timeBounds(new TimeBounds(0, 0))
                        .build());
        addresses.forEach(address -> builder.addOperation(
                new CreateAccountOperation.Builder(address, STARTING_BALANCE.toPlainString()).build()));
        Transaction transaction = builder.build();
        transaction.sign(root);
        try {
            return network.decode(transaction.toEnvelopeXdrBase64());
        } catch (MalformedEnvelopeException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        worker.interrupt();
    }
}
