package dev.latchkey.sandbox.horizon;

import dev.latchkey.sandbox.history.AppliedTransaction;
import dev.latchkey.sandbox.history.ClosedLedger;
import dev.latchkey.sandbox.history.OperationRecord;
import dev.latchkey.sandbox.history.PageRequest;
import dev.latchkey.sandbox.http.Answer;
import dev.latchkey.sandbox.http.Call;
import dev.latchkey.sandbox.http.Problem;
import dev.latchkey.sandbox.http.Router;
import dev.latchkey.sandbox.network.StellarNetwork;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Transactions, operations, payments, effects and ledgers, of everybody, of an account, a ledger or a transaction. */
final class HistoryEndpoints {
    private final StellarNetwork network;
    private final Pages pages;
    private final TransactionJson transactionJson;
    private final OperationJson operationJson;
    private final EffectJson effectJson;
    private final LedgerJson ledgerJson;

    HistoryEndpoints(StellarNetwork network, Pages pages, Links links) {
        this.network = network;
        this.pages = pages;
        this.transactionJson = new TransactionJson(links);
        this.operationJson = new OperationJson(links, transactionJson);
        this.effectJson = new EffectJson(links);
        this.ledgerJson = new LedgerJson(links);
    }

    void addTo(Router router) {
        addAll(router, "", call -> new Scope(null, request -> request));
        addAll(router, "/accounts/{account}", call -> new Scope(Parameters.account(call), request -> request));
        addAll(router, "/ledgers/{ledger}", this::ledgerScope);
        addAll(router, "/transactions/{hash}", this::transactionScope);
        router.add("GET", "/transactions/{hash}", this::transaction)
                .add("GET", "/operations/{id}", this::operation)
                .add("GET", "/operations/{id}/effects", this::operationEffects)
                .add("GET", "/ledgers", this::ledgers)
                .add("GET", "/ledgers/{ledger}", this::ledger);
    }

    /** Whose records are wanted: an account's or, with null, everybody's; and from which part of history. */
    private record Scope(@Nullable String account, UnaryOperator<PageRequest> part) {}

    private void addAll(Router router, String prefix, Function<Call, Scope> scope) {
        if (!prefix.startsWith("/transactions")) {
            router.add("GET", prefix + "/transactions", call -> transactions(call, scope.apply(call)));
        }
        router.add("GET", prefix + "/operations", call -> operations(call, scope.apply(call), any -> true));
        router.add(
                "GET", prefix + "/payments", call -> operations(call, scope.apply(call), OperationRecord::isPayment));
        router.add("GET", prefix + "/effects", call -> effects(call, scope.apply(call)));
    }

    private Scope ledgerScope(Call call) {
        ClosedLedger ledger = existingLedger(call);
        return new Scope(null, request -> request.inLedger(ledger.sequence()));
    }

    private Scope transactionScope(Call call) {
        AppliedTransaction transaction = existing(Parameters.hash(call));
        return new Scope(null, request -> request.inTransaction(transaction));
    }

    private AppliedTransaction existing(String hash) {
        return network.read(snapshot -> snapshot.history().transaction(hash)).orElseThrow(Problem::notFound);
    }

    private Answer transactions(Call call, Scope scope) {
        Predicate<AppliedTransaction> wanted = includingFailed(call);
        return pages.history(
                call,
                (snapshot, request) -> snapshot.history()
                        .transactions(scope.account(), scope.part().apply(request), wanted),
                transactionJson::of);
    }

    private Answer operations(Call call, Scope scope, Predicate<OperationRecord> kind) {
        Predicate<AppliedTransaction> wanted = includingFailed(call);
        boolean join = call.query("join").filter("transactions"::equals).isPresent();
        Function<OperationRecord, ObjectNode> render = join ? operationJson::withTransaction : operationJson::of;
        return pages.history(
                call,
                (snapshot, request) -> snapshot.history()
                        .operations(
                                scope.account(),
                                scope.part().apply(request),
                                kind.and(operation -> wanted.test(operation.transaction()))),
                render);
    }

    private Answer effects(Call call, Scope scope) {
        return pages.history(
                call,
                (snapshot, request) ->
                        snapshot.history().effects(scope.account(), scope.part().apply(request), any -> true),
                effectJson::of);
    }

    /** Failed transactions are listed when asked for, and always under their own address. */
    private static Predicate<AppliedTransaction> includingFailed(Call call) {
        boolean all = Parameters.flag(call, "include_failed") || call.path().startsWith("/transactions/");
        return transaction -> all || transaction.succeeded();
    }

    private Answer transaction(Call call) {
        String hash = Parameters.hash(call);
        return Answer.ok(transactionJson.of(existing(hash), hash));
    }

    private Answer operation(Call call) {
        return Answer.ok(operationJson.of(existingOperation(call)));
    }

    private Answer operationEffects(Call call) {
        OperationRecord operation = existingOperation(call);
        return pages.history(
                call,
                (snapshot, request) -> snapshot.history().effects(null, request.inOperation(operation), any -> true),
                effectJson::of);
    }

    private OperationRecord existingOperation(Call call) {
        long id = Parameters.number("id", call.variable("id"));
        return network.read(snapshot -> snapshot.history().operation(id)).orElseThrow(Problem::notFound);
    }

    private Answer ledgers(Call call) {
        return pages.history(call, (snapshot, request) -> snapshot.history().ledgers(request), ledgerJson::of);
    }

    private Answer ledger(Call call) {
        return Answer.ok(ledgerJson.of(existingLedger(call)));
    }

    private ClosedLedger existingLedger(Call call) {
        long sequence = Parameters.number("ledger_id", call.variable("ledger"));
        return network.read(snapshot -> snapshot.history().ledger(sequence)).orElseThrow(Problem::notFound);
    }

    TransactionJson transactionJson() {
        return transactionJson;
    }
}
