package dev.latchkey.platform.http;

import dev.latchkey.platform.configuration.AddressRange;
import dev.latchkey.platform.ratelimit.MemoryRateLimitStore;
import dev.latchkey.platform.ratelimit.RatePolicy;
import dev.latchkey.testkit.HttpProbe;
import dev.latchkey.testkit.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** A server with the routes of a test. */
final class HttpHouse implements AutoCloseable {

    static final String KEY = "mux_test_key";
    /** Valid, but nothing is known of it without a look. */
    static final String STRANGE_KEY = "mux_test_strange";

    /** Looked up, and not found. */
    static final String STRANGER = "mux_test_stranger";

    /** Looked up, and nobody can tell. */
    static final String BROKEN = "mux_test_broken";

    static final String EXPIRED = "mux_test_expired";
    static final UUID KEY_ID = UUID.fromString("11111111-1111-4111-8111-111111111111");

    final TestClock clock = TestClock.at("2026-05-30T12:00:10Z");
    final List<Integer> observed = java.util.Collections.synchronizedList(new ArrayList<>());
    final HttpServer server;

    private HttpHouse(Builder how) {
        RateRules.Limits limits = new RateRules.Limits(
                how.limited,
                RatePolicy.fixed(100, Duration.ofMinutes(1)),
                RatePolicy.fixed(2, Duration.ofMinutes(1)),
                RatePolicy.fixed(3, Duration.ofMinutes(1)),
                RatePolicy.sliding(4, Duration.ofMinutes(1)),
                RatePolicy.sliding(6, Duration.ofMinutes(1)),
                RatePolicy.sliding(5, Duration.ofMinutes(1)));
        this.server = HttpServer.start(
                new HttpServer.Options(
                        "127.0.0.1",
                        0,
                        "/auth",
                        how.cors,
                        new ClientAddress(how.proxies),
                        how.readTimeout,
                        how.bodyTimeout,
                        how.stopTimeout),
                new RouteTable(how.routes, how.aliases),
                List.of(new Keys()),
                new RateRules(limits, new MemoryRateLimitStore(), clock),
                how.filters,
                List.of((call, status, took) -> observed.add(status)),
                clock);
    }

    static Builder with(Route... routes) {
        return new Builder(List.of(routes));
    }

    static Route.Builder get(String path) {
        return Route.get(path).style(Style.MUX).guard(Guard.PUBLIC).rate(RateClass.NONE);
    }

    static Route.Builder post(String path) {
        return Route.post(path).style(Style.MUX).guard(Guard.PUBLIC).rate(RateClass.NONE);
    }

    HttpProbe probe() {
        return HttpProbe.ofPort(server.port());
    }

    RawConnection raw() {
        return RawConnection.to(server.port());
    }

    @Override
    public void close() {
        server.close();
    }

    /** Accepts one key, and believes users. */
    private static final class Keys implements CredentialVerifier {
        @Override
        public boolean recognises(String token) {
            return token.startsWith("mux_") || token.startsWith("user_");
        }

        @Override
        public Caller verify(String token, Call call) {
            if (token.startsWith("user_")) {
                UUID user = UUID.nameUUIDFromBytes(token.getBytes(java.nio.charset.StandardCharsets.UTF_8));
                return new Caller.UserSession(user, user, KEY_ID);
            }
            switch (token) {
                case EXPIRED -> throw new ApiException(401, "TOKEN_EXPIRED", "Expired");
                case STRANGER, STRANGE_KEY, BROKEN -> call.looksUpCredential();
                default -> {}
            }
            if (token.equals(BROKEN)) {
                throw new IllegalStateException("the database is away");
            }
            if (!token.equals(KEY) && !token.equals(STRANGE_KEY)) {
                throw ApiException.unauthorized("Invalid API key");
            }
            return new Caller.ProjectKey(KEY_ID, KEY_ID, KEY_ID, 5, Set.of(Scope.USERS_READ));
        }
    }

    static final class Builder {
        private final List<Route> routes;
        private List<RouteTable.Alias> aliases = List.of();
        private List<AddressRange> proxies = List.of();
        private List<Filter> filters = List.of();
        private Cors cors = new Cors(true, List.of());
        private Duration readTimeout = Duration.ofSeconds(5);
        private Duration bodyTimeout = Duration.ofSeconds(5);
        private Duration stopTimeout = Duration.ofSeconds(5);
        private boolean limited;

        private Builder(List<Route> routes) {
            this.routes = routes;
        }

        Builder aliases(RouteTable.Alias... value) {
            aliases = List.of(value);
            return this;
        }

        Builder filters(Filter... value) {
            filters = List.of(value);
            return this;
        }

        Builder proxies(String... ranges) {
            proxies = java.util.Arrays.stream(ranges).map(AddressRange::parse).toList();
            return this;
        }

        Builder cors(Cors value) {
            cors = value;
            return this;
        }

        Builder timeouts(Duration read, Duration body) {
            readTimeout = read;
            bodyTimeout = body;
            return this;
        }

        Builder stopTimeout(Duration value) {
            stopTimeout = value;
            return this;
        }

        Builder limited() {
            limited = true;
            return this;
        }

        HttpHouse open() {
            return new HttpHouse(this);
        }
    }
}
