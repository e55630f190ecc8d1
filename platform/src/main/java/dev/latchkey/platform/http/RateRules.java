package dev.latchkey.platform.http;

import dev.latchkey.platform.ratelimit.RateDecision;
import dev.latchkey.platform.ratelimit.RateLimitStore;
import dev.latchkey.platform.ratelimit.RatePolicy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Which counter and limit a request draws from, and how the answer is told in each contract. */
public final class RateRules {

    /**
     * The configured limits.
     *
     * @param standard gives requests with a key their window; how many fit is the project's own
     */
    public record Limits(
            boolean enabled,
            RatePolicy standard,
            RatePolicy sensitive,
            RatePolicy authenticate,
            RatePolicy auth,
            RatePolicy general) {}

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

    /** Counts the request; answers the headers to send along. Throws 429 when the budget is spent. */
    List<Reply.Header> take(Call call, Route route) {
        Limits limits = current.get();
        Optional<Budget> budget = limits.enabled() ? budget(limits, call, route) : Optional.empty();
        if (budget.isEmpty()) {
            return List.of();
        }
        Instant now = clock.instant();
        RateDecision decision = store.take(budget.get().key(), budget.get().policy(), now);
        List<Reply.Header> headers = headers(decision, budget.get().policy(), now);
        if (decision.allowed()) {
            return headers;
        }
        throw refusal(route, decision, headers, now);
    }

    private record Budget(String key, RatePolicy policy) {}

    private static Optional<Budget> budget(Limits limits, Call call, Route route) {
        return switch (route.rate()) {
            case NONE -> Optional.empty();
            case STANDARD -> perKey(limits, call, route, Integer.MAX_VALUE);
            case SENSITIVE -> perKey(limits, call, route, limits.sensitive().limit());
            case AUTHENTICATE ->
                call.caller() instanceof Caller.ProjectKey
                        ? perKey(limits, call, route, Integer.MAX_VALUE)
                        : Optional.of(new Budget("ip:authenticate:" + call.ip(), limits.authenticate()));
            case AUTH -> Optional.of(new Budget("auth:" + call.ip() + " " + route.path(), limits.auth()));
            case GENERAL ->
                route.guard() == Guard.USER_OR_PROJECT_KEY && call.caller() instanceof Caller.ProjectKey
                        ? perKey(limits, call, route, Integer.MAX_VALUE)
                        : Optional.of(new Budget("general:" + call.ip(), limits.general()));
        };
    }

    /** Callers without a project key on such routes are operators: trusted, not counted. */
    private static Optional<Budget> perKey(Limits limits, Call call, Route route, int cap) {
        if (!(call.caller() instanceof Caller.ProjectKey key)) {
            return Optional.empty();
        }
        Duration window = cap == Integer.MAX_VALUE
                ? limits.standard().window()
                : limits.sensitive().window();
        RatePolicy policy = RatePolicy.fixed(Math.min(key.requestsPerMinute(), cap), window);
        return Optional.of(new Budget("key:" + key.keyId() + " " + route.name(), policy));
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
