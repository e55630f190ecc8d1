package dev.latchkey.payments.support;

import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Caller;
import dev.latchkey.platform.http.ClientAddress;
import dev.latchkey.platform.http.Cors;
import dev.latchkey.platform.http.CredentialVerifier;
import dev.latchkey.platform.http.HttpServer;
import dev.latchkey.platform.http.RateRules;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.RouteTable;
import dev.latchkey.platform.http.Scope;
import dev.latchkey.platform.ratelimit.MemoryRateLimitStore;
import dev.latchkey.platform.ratelimit.RatePolicy;
import dev.latchkey.testkit.HttpProbe;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The routes on a port, behind the real dispatcher. The key {@code mux_<project id>} speaks for that project. */
public final class PaymentsServer implements AutoCloseable {

    private static final RatePolicy PLENTY = RatePolicy.fixed(1_000_000, Duration.ofMinutes(1));

    private final HttpServer server;

    public PaymentsServer(List<Route> routes, Clock clock) {
        RateRules.Limits limits = new RateRules.Limits(false, PLENTY, PLENTY, PLENTY, PLENTY, PLENTY, PLENTY);
        this.server = HttpServer.start(
                new HttpServer.Options(
                        "127.0.0.1",
                        0,
                        "/auth",
                        new Cors(false, List.of()),
                        new ClientAddress(List.of()),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(1)),
                new RouteTable(routes, List.of()),
                List.of(new ProjectKeys(), new OperatorToken()),
                new RateRules(limits, new MemoryRateLimitStore(), clock),
                List.of(),
                List.of(),
                clock);
    }

    /** Without a credential. */
    public HttpProbe anonymous() {
        return HttpProbe.ofPort(server.port());
    }

    /** With a key of the project. */
    public HttpProbe project(UUID project) {
        return anonymous().withBearer("mux_" + project).withHeader("User-Agent", "probe");
    }

    public HttpProbe operator() {
        return anonymous().withBearer("op_test");
    }

    @Override
    public void close() {
        server.close();
    }

    private static final class ProjectKeys implements CredentialVerifier {
        @Override
        public boolean recognises(String token) {
            return token.startsWith("mux_");
        }

        @Override
        public Caller verify(String token, Call call) {
            UUID project =
                    Call.parseUuid(token.substring(4)).orElseThrow(() -> ApiException.unauthorized("Invalid API key"));
            return new Caller.ProjectKey(new UUID(1, 1), project, new UUID(2, 2), 1_000_000, Set.of(Scope.values()));
        }
    }

    private static final class OperatorToken implements CredentialVerifier {
        @Override
        public boolean recognises(String token) {
            return token.startsWith("op_");
        }

        @Override
        public Caller verify(String token, Call call) {
            return new Caller.Operator();
        }
    }
}
