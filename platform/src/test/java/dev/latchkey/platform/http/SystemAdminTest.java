package dev.latchkey.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.platform.ratelimit.MemoryRateLimitStore;
import dev.latchkey.platform.ratelimit.RatePolicy;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class SystemAdminTest {

    private static final UUID ID = UUID.fromString("11111111-1111-4111-8111-111111111111");
    private static final UUID OTHER = UUID.fromString("22222222-2222-4222-8222-222222222222");
    private static final Route ROUTE = Route.get("/admin/things")
            .style(Style.AUTH)
            .guard(Guard.SYSTEM_ADMIN_OR_OPERATOR)
            .handle(call -> Reply.noContent());

    @Test
    void theOperatorAndSystemAdminsAreLetIn() {
        assertThat(admitted(new Caller.Operator(), null)).isInstanceOf(Caller.Operator.class);
        assertThat(admitted(user(), new SystemAdmin(ID, true))).isEqualTo(user());
    }

    @Test
    void othersAreTurnedAway() {
        refused(user(), null, 403);
        refused(user(), new SystemAdmin(OTHER, true), 403);
        refused(new Caller.ProjectKey(ID, ID, ID, 5, Set.of()), null, 403);
        refused(new Caller.ProjectKey(ID, ID, ID, 5, Set.of()), new SystemAdmin(ID, true), 403);
        refused(new Caller.Anonymous(), null, 401);
    }

    private static void refused(Caller caller, @Nullable SystemAdmin admin, int status) {
        assertThatThrownBy(() -> admitted(caller, admin))
                .isInstanceOfSatisfying(ApiException.class, refusal -> assertThat(refusal.status())
                        .isEqualTo(status));
    }

    private static Caller.UserSession user() {
        return new Caller.UserSession(ID, OTHER, OTHER);
    }

    private static Caller admitted(Caller caller, @Nullable SystemAdmin admin) {
        Call call = new Call(
                "GET",
                List.of("admin", "things"),
                "/admin/things",
                "request",
                "127.0.0.1",
                Map.of("authorization", "Bearer token")::get,
                new Query(Map.of()));
        RatePolicy any = RatePolicy.fixed(1, Duration.ofMinutes(1));
        RateRules rules = new RateRules(
                new RateRules.Limits(false, any, any, any, any, any, any),
                new MemoryRateLimitStore(),
                Clock.systemUTC());
        return new Gatekeeper(List.of(new Knows(caller, admin)), new CredentialBudget(rules), Clock.systemUTC())
                .admit(call, ROUTE);
    }

    private record Knows(Caller caller, @Nullable SystemAdmin admin) implements CredentialVerifier {
        @Override
        public boolean recognises(String token) {
            return true;
        }

        @Override
        public Caller verify(String token, Call call) {
            if (admin != null) {
                call.attribute(SystemAdmin.class, admin);
            }
            return caller;
        }
    }
}
