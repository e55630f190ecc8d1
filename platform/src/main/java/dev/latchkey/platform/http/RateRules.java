package dev.latchkey.platform.http;

import dev.latchkey.platform.crypto.Tokens;
import dev.latchkey.platform.ratelimit.RateDecision;
import dev.latchkey.platform.ratelimit.RateLimitStore;
import dev.latchkey.platform.ratelimit.RatePolicy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** Which counter and limit a request draws from, and how the answer is told in each contract. */
public final class RateRules {

    /**
     * The configured limits.
     *
     * @param refused how many credentials of a network may be no good
     * @param standard gives requests with a key their window; how many fit is the project's own
     */
    public record Limits(
            boolean enabled,
            RatePolicy standard,
            RatePolicy sensitive,
            RatePolicy authenticate,
            RatePolicy auth,
            RatePolicy general,
            RatePolicy refused) {}

    private static final String PROJECT_HEADER = "x-latchkey-project";

    /** How many projects' and subjects' worth of requests a network gets that only claims them. */
    private static final int CLAIMS = 10;

    private final Supplier<Limits> current;
    private final RateLimitStore store;
    private final Clock clock;

    public RateRules(Limits limits, RateLimitStore store, Clock clock) {
        this(() -> limits, store, clock);
    }

    /** @param limits asked for at each request */
    public RateRules(Supplier<Limits> limits, RateLimitStore store, Clock clock) {
        this.current = limits;
        this.store = store;
        this.clock = clock;
    }

    /** Counts the request; answers the headers to send along. Throws 429 when a budget is spent. */
    List<Reply.Header> take(Call call, Route route) {
        Limits limits = current.get();
        if (!limits.enabled()) {
            return List.of();
        }
        Instant now = clock.instant();
        List<Reply.Header> told = List.of();
        for (Budget budget : budgets(limits, call, route)) {
            RateDecision decision = store.take(budget.key(), budget.policy(), now);
            if (!decision.allowed()) {
                throw refusal(route, decision, headers(decision, budget.policy(), now), now);
            }
            if (told.isEmpty()) {
                told = headers(decision, budget.policy(), now);
            }
        }
        return told;
    }

    /** Counts a credential that is no good against the network it comes from. Throws 429 when the budget is spent. */
    void takeGuess(Call call, Route route) {
        Limits limits = current.get();
        if (!limits.enabled()) {
            return;
        }
        Instant now = clock.instant();
        RateDecision decision = store.take(guesses(call), limits.refused(), now);
        if (!decision.allowed()) {
            throw refusal(route, decision, headers(decision, limits.refused(), now), now);
        }
    }

    /** It was good after all. */
    void giveGuessBack(Call call) {
        if (current.get().enabled()) {
            store.giveBack(guesses(call));
        }
    }

    private static String guesses(Call call) {
        return "refused net:" + ClientNetwork.of(call.ip());
    }

    private record Budget(String key, RatePolicy policy) {}

    /** What the request draws from: first what the client is told of, then what bounds it. */
    private static List<Budget> budgets(Limits limits, Call call, Route route) {
        return switch (route.rate()) {
            case NONE -> List.of();
            case STANDARD -> ofKey(limits, call, route, Integer.MAX_VALUE);
            case SENSITIVE -> ofKey(limits, call, route, limits.sensitive().limit());
            case AUTHENTICATE ->
                call.caller() instanceof Caller.ProjectKey
                        ? ofKey(limits, call, route, Integer.MAX_VALUE)
                        : ofCaller("authenticate", limits.authenticate(), call, route);
            case AUTH -> ofCaller("auth " + route.path(), limits.auth(), call, route);
            case GENERAL ->
                route.guard() == Guard.USER_OR_PROJECT_KEY && call.caller() instanceof Caller.ProjectKey
                        ? ofKey(limits, call, route, Integer.MAX_VALUE)
                        : ofCaller("general", limits.general(), call, route);
        };
    }

    /** Callers without a project key on such routes are operators or users' own: not counted here. */
    private static List<Budget> ofKey(Limits limits, Call call, Route route, int cap) {
        if (!(call.caller() instanceof Caller.ProjectKey key)) {
            return List.of();
        }
        Duration window = cap == Integer.MAX_VALUE
                ? limits.standard().window()
                : limits.sensitive().window();
        RatePolicy policy = RatePolicy.fixed(Math.min(key.requestsPerMinute(), cap), window);
        return List.of(new Budget("key:" + key.keyId() + " " + route.name(), policy));
    }

    /**
     * Whoever has proved who they are has a budget of their own, wherever they call from. Others share that of their
     * network, per project and per what the route says they are told apart by; as neither is proved, all of these
     * together get no more than a few times as much.
     */
    private static List<Budget> ofCaller(String group, RatePolicy policy, Call call, Route route) {
        return switch (call.caller()) {
            case Caller.User user -> List.of(new Budget(group + " user:" + user.userId(), policy));
            case Caller.ProjectKey key -> List.of(new Budget(group + " key:" + key.keyId(), policy));
            case Caller.Operator operator -> ofNetwork(group + " operator", policy, call, "");
            case Caller.Anonymous nobody ->
                ofNetwork(group, policy, call, route.rateSubject().apply(call).orElse(""));
        };
    }

    private static List<Budget> ofNetwork(String group, RatePolicy policy, Call call, String subject) {
        String network = group + " net:" + ClientNetwork.of(call.ip());
        String claim = call.header(PROJECT_HEADER).orElse("") + " " + subject;
        if (claim.isBlank()) {
            return List.of(new Budget(network, policy), new Budget(network + " all", policy.times(CLAIMS)));
        }
        return List.of(
                new Budget(network + " " + Tokens.sha256Hex(claim), policy),
                new Budget(network + " all", policy.times(CLAIMS)));
    }

    private static List<Reply.Header> headers(RateDecision decision, RatePolicy policy, Instant now) {
        long reset =
                switch (policy.kind()) {
                    case FIXED -> Math.ceilDiv(decision.resetsAt().toEpochMilli(), 1000);
                    case SLIDING -> secondsLeft(decision, now);
                };
        return List.of(
                new Reply.Header("X-RateLimit-Limit", String.valueOf(decision.limit())),
                new Reply.Header("X-RateLimit-Remaining", String.valueOf(decision.remaining())),
                new Reply.Header("X-RateLimit-Reset", String.valueOf(reset)));
    }

    private static ApiException refusal(Route route, RateDecision decision, List<Reply.Header> headers, Instant now) {
        long seconds = secondsLeft(decision, now);
        String message = route.rate() == RateClass.AUTHENTICATE
                ? "Too many authentication attempts. Please try again later."
                : "Rate limit exceeded. Please try again later.";
        ApiException refusal = new ApiException(429, "RATE_LIMITED", message)
                .with(route.style() == Style.AUTH ? "retry_after" : "retryAfter", seconds)
                .header("Retry-After", String.valueOf(seconds));
        headers.forEach(header -> refusal.header(header.name(), header.value()));
        return refusal;
    }

    private static long secondsLeft(RateDecision decision, Instant now) {
        return Math.max(
                1, Math.ceilDiv(Duration.between(now, decision.resetsAt()).toMillis(), 1000));
    }
}
