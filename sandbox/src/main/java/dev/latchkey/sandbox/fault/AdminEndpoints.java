package dev.latchkey.sandbox.fault;

import dev.latchkey.sandbox.history.ClosedLedger;
import dev.latchkey.sandbox.http.Answer;
import dev.latchkey.sandbox.http.Call;
import dev.latchkey.sandbox.http.Problem;
import dev.latchkey.sandbox.http.Router;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Faults and ledgers over HTTP, for peers in other processes: {@code POST /sandbox/faults}, {@code DELETE /sandbox/faults},
 * {@code POST /sandbox/ledgers}, all with {@code Authorization: Bearer} and the token of the options.
 */
public final class AdminEndpoints {
    private static final long MOST_MILLISECONDS = 600_000;
    private final Faults faults;
    private final Supplier<ClosedLedger> closeLedger;
    private final byte[] authorization;
    private final JsonMapper json = new JsonMapper();

    public AdminEndpoints(Faults faults, Supplier<ClosedLedger> closeLedger, String token) {
        this.faults = faults;
        this.closeLedger = closeLedger;
        this.authorization = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
    }

    public void addTo(Router router) {
        router.add("POST", "/sandbox/faults", this::add)
                .add("DELETE", "/sandbox/faults", this::clear)
                .add("POST", "/sandbox/ledgers", this::close);
    }

    private Answer add(Call call) {
        check(call);
        JsonNode body = body(call);
        int count = number(body, "count", 1, Faults.ALWAYS);
        long milliseconds = number(body, "milliseconds", 0, MOST_MILLISECONDS);
        Predicate<Submission> submissions = submissions(body);
        Predicate<Request> requests = request ->
                !body.has("path") || request.path().startsWith(body.path("path").asString(""));
        switch (body.path("kind").asString("")) {
            case "loseAnswer" -> faults.loseAnswers(count, submissions);
            case "drop" -> faults.drop(count, submissions);
            case "tryAgainLater" -> faults.answerTryAgainLater(count, submissions);
            case "neverInclude" -> faults.neverInclude(count, submissions);
            case "delay" -> faults.delay(Duration.ofMillis(milliseconds), count, requests);
            case "staleReads" -> faults.staleReads(number(body, "ledgers", 1, 64), count, requests);
            case "surge" -> faults.surge(number(body, "baseFee", 0, Integer.MAX_VALUE));
            case "refuseConnections" -> faults.refuseConnections(Duration.ofMillis(milliseconds));
            default ->
                throw Problem.badRequest(
                        "kind",
                        "must be loseAnswer, drop, tryAgainLater, neverInclude, delay, staleReads, surge or"
                                + " refuseConnections");
        }
        return Answer.ok(json.createObjectNode().put("accepted", true));
    }

    private static Predicate<Submission> submissions(JsonNode body) {
        return submission -> (!body.has("source")
                        || submission.sources().contains(body.path("source").asString("")))
                && (!body.has("memo")
                        || submission.memo().equals(body.path("memo").asString("")))
                && (!body.has("hash")
                        || submission.hash().equals(body.path("hash").asString("")));
    }

    private Answer clear(Call call) {
        check(call);
        faults.clear();
        return Answer.ok(json.createObjectNode().put("cleared", true));
    }

    private Answer close(Call call) {
        check(call);
        return Answer.ok(
                json.createObjectNode().put("sequence", closeLedger.get().sequence()));
    }

    private void check(Call call) {
        byte[] given = call.header("Authorization").orElse("").getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(given, authorization)) {
            throw new Problem(401, "unauthorized", "Unauthorized", "The admin token is missing or wrong.", Map.of());
        }
    }

    private JsonNode body(Call call) {
        try {
            return json.readTree(call.body());
        } catch (JacksonException e) {
            throw Problem.badRequest("body", "not JSON");
        }
    }

    private static int number(JsonNode body, String name, int otherwise, long most) {
        JsonNode value = body.path(name);
        if (value.isMissingNode()) {
            return otherwise;
        }
        if (!value.isIntegralNumber() || value.asLong(-1) < 0 || value.asLong(-1) > most) {
            throw Problem.badRequest(name, "must be a whole number from 0 to " + most);
        }
        return (int) value.asLong();
    }
}
