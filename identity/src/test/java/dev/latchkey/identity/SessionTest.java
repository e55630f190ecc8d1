package dev.latchkey.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class SessionTest {

    private static final Map<String, String> CREDENTIALS =
            Map.of("email", "ann@example.com", "password", "SecurePass1!");

    @RegisterExtension
    static final IdentityHouse house = IdentityHouse.shared();

    private static final HttpProbe client = house.anonymous;
    private HttpAnswer registered;

    @BeforeEach
    void register() {
        registered = client.post("/auth/register", CREDENTIALS).hasStatus(201);
    }

    /** RFC 9110 §11.1. */
    @Test
    void theSchemeMayBeWrittenInSmallLetters() {
        HttpProbe small = client.withHeader("Authorization", "bearer " + registered.text("/tokens/accessToken"));

        small.get("/auth/user").hasStatus(200);
        small.post("/auth/logout", Map.of()).hasStatus(200);
        small.get("/auth/user").hasStatus(401);
    }

    @Test
    void anAuthenticatedReadCostsOneStatement() {
        HttpProbe user = signedIn(registered);
        user.get("/auth/user").hasStatus(200);

        List<String> statements =
                house.statementsOf(() -> user.get("/auth/user").hasStatus(200));

        assertThat(statements).hasSize(1);
    }

    @Test
    void refreshRotatesInOneStatementAndEndsTheOldSession() {
        String refreshToken = registered.text("/tokens/refreshToken");

        HttpAnswer[] answer = new HttpAnswer[1];
        List<String> statements =
                house.statementsOf(() -> answer[0] = refresh(refreshToken).hasStatus(200));

        assertThat(statements).hasSize(1);
        assertThat(answer[0].text("/tokens/refreshToken")).isNotEqualTo(refreshToken);
        signedIn(answer[0]).get("/auth/user").hasStatus(200);
        signedIn(registered).get("/auth/user").hasStatus(401).hasValue("/code", "INVALID_TOKEN");
        assertThat(house.rows.queryText("select revoked_reason from identity.sessions where revoked_at is not null"))
                .isEqualTo("rotated");
        assertThat(house.rows.queryLong("""
                        select count(*) from identity.sessions old join identity.sessions fresh
                        on old.successor_id = fresh.id and old.family_id = fresh.family_id
                            and old.strong_auth_at = fresh.strong_auth_at
                        """)).isOne();
    }

    @Test
    void unknownAndExpiredRefreshTokensAreToldApart() {
        refresh("x".repeat(44)).hasStatus(401).hasValue("/code", "INVALID_TOKEN");
        client.post("/auth/refresh", Map.of()).hasStatus(401).hasValue("/code", "INVALID_TOKEN");
        client.send("POST", "/auth/refresh", null).hasStatus(401);
        house.clock.advance(Duration.ofDays(7));

        refresh(registered.text("/tokens/refreshToken")).hasStatus(401).hasValue("/code", "TOKEN_EXPIRED");
        assertThat(house.count("platform.outbox")).isZero();
    }

    @Test
    void logoutEndsTheSessionAtOnce() {
        HttpProbe user = signedIn(registered);
        user.send("POST", "/auth/logout", null).hasStatus(200);

        user.get("/auth/user").hasStatus(401).hasValue("/code", "INVALID_TOKEN");
        refresh(registered.text("/tokens/refreshToken")).hasStatus(401).hasValue("/code", "TOKEN_EXPIRED");
        assertThat(house.lastAudit("type")).isEqualTo("user.logout");
        assertThat(house.lastAudit("actor_id")).isEqualTo(registered.text("/user/id"));
        assertThat(house.count("platform.outbox")).isZero();
        client.send("POST", "/auth/logout", null).hasStatus(401).hasValue("/code", "INVALID_TOKEN");
    }

    @Test
    void logoutAllEndsEverySession() {
        HttpAnswer other = client.post("/auth/login", CREDENTIALS).hasStatus(200);

        signedIn(registered).send("POST", "/auth/logout-all", null).hasStatus(200);

        signedIn(other).get("/auth/user").hasStatus(401);
        assertThat(house.lastAudit("type")).isEqualTo("user.logout_all");
        assertThat(house.rows.queryLong("select count(*) from identity.sessions where revoked_reason = 'logout_all'"))
                .isEqualTo(2);
    }

    @Test
    void suspendingAndDeletingEndSessionsAtOnce() {
        String id = registered.text("/user/id");
        house.backend().patch("/users/" + id, Map.of("status", "SUSPENDED")).hasStatus(200);

        signedIn(registered).get("/auth/user").hasStatus(401).hasValue("/code", "INVALID_TOKEN");
        refresh(registered.text("/tokens/refreshToken")).hasStatus(401);
        house.backend().patch("/users/" + id, Map.of("status", "ACTIVE")).hasStatus(200);
        signedIn(registered).get("/auth/user").hasStatus(401);
        HttpAnswer again = client.post("/auth/login", CREDENTIALS).hasStatus(200);
        house.backend().delete("/users/" + id).hasStatus(200);
        signedIn(again).get("/auth/user").hasStatus(401);
        client.post("/auth/login", CREDENTIALS).hasStatus(401).hasValue("/code", "INVALID_CREDENTIALS");
    }

    @Test
    void theOldestSessionsBeyondAHundredEnd() {
        String id = registered.text("/user/id");
        house.rows.execute("insert into identity.sessions (id, family_id, user_id, project_id, refresh_hash, method,"
                + " factors, strong_auth_at, created_at, expires_at) select gen_random_uuid(), gen_random_uuid(), '"
                + id
                + "', project_id, 'x' || n, 'password', '{}', now(), timestamptz '2026-05-30 12:00:00Z' - n * interval"
                + " '1 minute', timestamptz '2027-01-01' from identity.users, generate_series(1, 110) as n where id = '"
                + id + "'");

        HttpAnswer login = client.post("/auth/login", CREDENTIALS).hasStatus(200);
        assertThat(live()).isEqualTo(100);
        refresh(login.text("/tokens/refreshToken")).hasStatus(200);
        assertThat(live()).isEqualTo(100);
        assertThat(house.rows.queryLong(
                        "select count(*) from identity.sessions where revoked_reason = 'session_limit'"))
                .isEqualTo(12);
        signedIn(registered).get("/auth/user").hasStatus(200);
    }

    @Test
    void profilesAreChangedByTheirUsers() {
        HttpProbe user = signedIn(registered);

        user.patch("/auth/me", Map.of("name", " Ann ", "picture", "https://example.com/a.png"))
                .hasStatus(200)
                .hasValue("/user/name", "Ann")
                .hasValue("/user/picture", "https://example.com/a.png");
        assertThat(house.lastAudit("type")).isEqualTo("user.profile_updated");
        user.patch("/auth/me", Map.of("picture", ""))
                .hasStatus(200)
                .hasValue("/user/name", "Ann")
                .lacks("/user/picture");
        user.patch("/auth/me", Map.of("name", "")).hasStatus(400);
        user.patch("/auth/me", Map.of("name", "ä".repeat(51))).hasStatus(400);
        user.patch("/auth/me", Map.of("picture", "javascript:alert(1)")).hasStatus(400);
        user.patch("/auth/me", Map.of("email", "new@example.com", "status", "DISABLED"))
                .hasStatus(200);
        assertThat(house.userColumn(registered.text("/user/id"), "email")).isEqualTo("ann@example.com");
        client.patch("/auth/me", Map.of("name", "x")).hasStatus(401);
    }

    @Test
    void refreshTokensAndTheirHashesAreNeverTheSame() {
        assertThat(house.rows.queryText("select refresh_hash from identity.sessions"))
                .matches("[0-9a-f]{64}")
                .isNotEqualTo(registered.text("/tokens/refreshToken"));
    }

    private long live() {
        return house.rows.queryLong("select count(*) from identity.sessions where revoked_at is null");
    }

    private HttpAnswer refresh(String token) {
        return client.post("/auth/refresh", Map.of("refreshToken", token));
    }

    private HttpProbe signedIn(HttpAnswer signIn) {
        return client.withBearer(signIn.text("/tokens/accessToken"));
    }
}
