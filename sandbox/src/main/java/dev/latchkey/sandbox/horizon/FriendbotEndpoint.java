package dev.latchkey.sandbox.horizon;

import dev.latchkey.sandbox.history.AppliedTransaction;
import dev.latchkey.sandbox.http.Answer;
import dev.latchkey.sandbox.http.Call;
import dev.latchkey.sandbox.http.Problem;
import dev.latchkey.sandbox.http.Router;
import dev.latchkey.sandbox.network.Friendbot;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** {@code GET} and {@code POST /friendbot?addr=}: creates an account with ten thousand lumens. */
final class FriendbotEndpoint {
    private final Friendbot friendbot;
    private final Duration timeout;
    private final TransactionJson json;

    FriendbotEndpoint(Friendbot friendbot, Duration timeout, TransactionJson json) {
        this.friendbot = friendbot;
        this.timeout = timeout;
        this.json = json;
    }

    void addTo(Router router) {
        router.add("GET", "/friendbot", this::fund).add("POST", "/friendbot", this::fund);
    }

    private Answer fund(Call call) throws InterruptedException {
        String address = call.query("addr")
                .or(() -> call.method().equals("POST")
                        ? Optional.ofNullable(call.form().get("addr"))
                        : Optional.empty())
                .orElseThrow(() -> Problem.badRequest("addr", "addr is missing"));
        Friendbot.Result result = friendbot.fund(Parameters.checkedAccount("addr", address), timeout);
        return switch (result) {
            case Friendbot.Funded(AppliedTransaction transaction) -> Answer.ok(json.of(transaction));
            case Friendbot.AlreadyFunded already ->
                throw new Problem(
                        400, "bad_request", "Bad Request", "account already funded to starting balance", Map.of());
            case Friendbot.Unfinished unfinished ->
                throw new Problem(504, "timeout", "Timeout", "Friendbot found no ledger in time.", Map.of());
        };
    }
}
