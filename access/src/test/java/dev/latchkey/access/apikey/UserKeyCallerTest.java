package dev.latchkey.access.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.access.AccessHouse;
import dev.latchkey.access.AccessHouse.Person;
import dev.latchkey.platform.http.RateClass;
import dev.latchkey.platform.http.Route;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a request with an API key of a user may do, and what not. */
final class UserKeyCallerTest {

    @RegisterExtension
    static final AccessHouse house = AccessHouse.shared();

    private Person ada;
    private HttpAnswer made;
    private String key;
    private HttpProbe byKey;

    @BeforeEach
    void signUp() {
        ada = house.signUp("ada");
        made = make(Map.of("label", "robot"));
        key = made.text("/apiKey");
        byKey = house.anonymous.withBearer(key);
    }

    @Test
    void sessionAndKeyDoTheSameOnRoutesForUsers() {
        for (HttpProbe probe : List.of(ada.probe(), byKey)) {
            for (String path : List.of("/auth/user", "/auth/me", "/user", "/me")) {
                probe.get(path).hasStatus(200).hasValue("/user/id", ada.id().toString());
            }
            for (String path : List.of("/auth/user/credentials", "/auth/credentials")) {
                probe.get(path).hasStatus(200).hasValue("/credentials/0/credentialType", "password");
            }
            probe.patch("/auth/me", Map.of("name", "Ada L.")).hasStatus(200).hasValue("/user/name", "Ada L.");
            probe.get("/auth/user/api-keys").hasStatus(200);
        }
    }

    @Test
    void aKeyIsNoSession() {
        String id = made.text("/id");
        String credential = ada.probe().get("/auth/credentials").text("/credentials/0/id");
        byKey.get("/auth/sessions").hasStatus(401).hasValue("/code", "INVALID_TOKEN");
        byKey.delete("/auth/sessions").hasStatus(401);
        byKey.post("/auth/user/api-keys", Map.of("label", "child")).hasStatus(401);
        byKey.post("/auth/user/api-keys/" + id + "/rotate", Map.of()).hasStatus(401);
        byKey.send("POST", "/auth/user/api-key/regenerate", null).hasStatus(401);
        byKey.post(
                        "/auth/change-password",
                        Map.of("currentPassword", AccessHouse.PASSWORD, "newPassword", "Another-horse-8!"))
                .hasStatus(401);
        byKey.patch("/auth/credentials/" + credential, Map.of("label", "mine")).hasStatus(401);
        byKey.delete("/auth/credentials/" + credential).hasStatus(401);
        byKey.get("/auth/mfa/status").hasStatus(401);
        byKey.send("POST", "/auth/mfa/setup", null).hasStatus(401);
        byKey.post("/auth/reauthenticate", Map.of("password", AccessHouse.PASSWORD))
                .hasStatus(401);
        byKey.send("POST", "/auth/logout-all", null).hasStatus(401);
        ada.probe().get("/auth/user").hasStatus(200);
        assertThat(house.rows.queryLong("select count(*) from access.api_keys")).isEqualTo(2);
    }

    @Test
    void aKeyOpensNothingThatIsForBackendsOrOperators() {
        byKey.get("/users").hasStatus(401);
        byKey.get("/developers").hasStatus(403);
        byKey.get("/projects/" + AccessHouse.DEFAULT_PROJECT).hasStatus(401);
    }

    @Test
    void whatIsNoKeyOpensNothing() {
        String last = key.substring(0, key.length() - 1);
        for (String wrong : List.of(
                last,
                last + (key.endsWith("A") ? "B" : "A"),
                key + "A",
                "ck_",
                "CK_" + key.substring(3),
                "ck_" + "-".repeat(43),
                key.substring(3),
                "mux_live_" + key.substring(3, 35))) {
            house.anonymous.withBearer(wrong).get("/auth/me").hasStatus(401).hasValue("/code", "INVALID_TOKEN");
        }
        house.anonymous.get("/auth/me?api_key=" + key + "&access_token=" + key).hasStatus(401);
        house.anonymous.withHeader("X-Api-Key", key).get("/auth/me").hasStatus(401);
        house.anonymous
                .withHeader("Cookie", "cedros_access=" + key)
                .get("/auth/me")
                .hasStatus(401);
        house.anonymous
                .withHeader("Authorization", "DPoP " + key)
                .get("/auth/me")
                .hasStatus(401);
        house.anonymous
                .withHeader("Authorization", "Bearer  " + key)
                .get("/auth/me")
                .hasStatus(401);
    }

    @Test
    void scopesHoldOnEveryRoute() {
        HttpProbe reader = withScopes("read");
        reader.get("/auth/me").hasStatus(200);
        reader.get("/me").hasStatus(200);
        reader.patch("/auth/me", Map.of("name", "Eve"))
                .hasStatus(403)
                .hasValue("/code", "INSUFFICIENT_SCOPE")
                .hasValue("/details/requiredScope", "account:write")
                .hasHeaderMatching("WWW-Authenticate", ".*insufficient_scope.*account:write.*");
        reader.patch("/me", Map.of("name", "Eve")).hasStatus(403).hasValue("/details/requiredScope", "account:write");
        reader.delete("/auth/user/api-keys/" + made.text("/id")).hasStatus(403);

        HttpProbe elsewhere = withScopes("orgs:read", "orgs:write", "authorize");
        elsewhere.get("/auth/me").hasStatus(403).hasValue("/details/requiredScope", "account:read");

        HttpProbe writer = withScopes("account:write");
        writer.patch("/auth/me", Map.of("name", "Ada")).hasStatus(200);
        writer.get("/auth/me").hasStatus(403);
    }

    @Test
    void aKeyEndsItselfButNoOther() {
        String other = make(Map.of("label", "other")).text("/id");
        byKey.delete("/auth/user/api-keys/" + other).hasStatus(403).hasValue("/code", "FORBIDDEN");
        byKey.delete("/auth/user/api-keys/" + made.text("/id")).hasStatus(200);
        byKey.get("/auth/me").hasStatus(401);
    }

    @Test
    void anExpiredKeyIsRefusedToTheSecond() {
        HttpProbe expiring =
                house.anonymous.withBearer(make(Map.of("label", "short", "expiresAt", "2026-05-30T12:10:00Z"))
                        .text("/apiKey"));
        house.clock.advance(Duration.ofSeconds(599));
        expiring.get("/auth/me").hasStatus(200);
        house.clock.advance(Duration.ofSeconds(1));
        expiring.get("/auth/me").hasStatus(401).hasValue("/code", "INVALID_TOKEN");
    }

    @Test
    void aKeyOfAnotherProjectIsOfNoUseHere() {
        HttpProbe foreign =
                byKey.withHeader("X-Latchkey-Project", house.otherProject().toString());
        Person there = house.signUp("there", house.otherProject());
        there.probe().get("/auth/me").hasStatus(200);
        check(
                        house.anonymous.withHeader(
                                "X-Latchkey-Project", house.otherProject().toString()),
                        key)
                .hasValue("/valid", false)
                .lacks("/userId");
        assertThat(foreign.get("/auth/me").status()).isIn(200, 404);
    }

    @Test
    void suspendedUnverifiedAndDeletedUsersHaveNoWorkingKeys() {
        byKey.get("/auth/me").hasStatus(200);
        house.rows.execute("update identity.users set status = 'SUSPENDED' where id = '" + ada.id() + "'");
        byKey.get("/auth/me").hasStatus(401);
        check(house.anonymous, key).hasValue("/valid", false);
        house.rows.execute("update identity.users set status = 'ACTIVE' where id = '" + ada.id() + "'");
        byKey.get("/auth/me").hasStatus(200);
        house.rows.execute("update identity.users set deletion_due_at = now() where id = '" + ada.id() + "'");
        byKey.get("/auth/me").hasStatus(401);
        house.rows.execute(
                "update identity.users set deletion_due_at = null, deleted_at = now() where id = '" + ada.id() + "'");
        byKey.get("/auth/me").hasStatus(401);
    }

    @Test
    void aSystemAdminsKeyIsOneOnlyAsLongAsItsUserIs() {
        byKey.get("/auth/admin/sso-providers").hasStatus(403);
        house.promote(ada);
        byKey.get("/auth/admin/sso-providers").hasStatus(200);
        withScopes("account:read")
                .get("/auth/admin/sso-providers")
                .hasStatus(403)
                .hasValue("/code", "INSUFFICIENT_SCOPE");
        withScopes("admin:read").get("/auth/admin/sso-providers").hasStatus(200);
        house.rows.execute("update identity.users set is_system_admin = false where id = '" + ada.id() + "'");
        byKey.get("/auth/admin/sso-providers").hasStatus(403);
    }

    @Test
    void erasureRemovesKeysAndMergingEndsThem() {
        ada.probe().get("/auth/user/export").hasStatus(200).neverMentions(key);
        Person bob = house.signUp("bob");
        String token = bob.probe().send("POST", "/auth/user/merge/token", null).text("/mergeToken");
        HttpProbe bobsKey = house.anonymous.withBearer(bob.probe()
                .post("/auth/user/api-keys", Map.of("label", "bob's"))
                .text("/apiKey"));
        bobsKey.get("/auth/me").hasStatus(200);
        ada.probe().post("/auth/user/merge", Map.of("mergeToken", token)).hasStatus(200);
        bobsKey.get("/auth/me").hasStatus(401);
        byKey.get("/auth/me").hasStatus(200).hasValue("/user/id", ada.id().toString());

        ada.probe().delete("/auth/user").hasStatus(202);
        byKey.get("/auth/me").hasStatus(401);
        house.clock.advance(Duration.ofDays(60));
        house.identity.jobs().forEach(job -> job.work().run());
        assertThat(house.rows.queryLong("select count(*) from access.api_keys where user_id = '" + ada.id() + "'"))
                .isZero();
    }

    @Test
    void whoeverHadTheAccountBeforeItsOwnerCameLosesTheirKeys() {
        house.clock.advance(Duration.ofSeconds(1));
        house.anonymous
                .post("/auth/forgot-password", Map.of("email", ada.email()))
                .hasStatus(200);
        house.anonymous
                .post("/auth/reset-password", Map.of("token", resetToken(), "newPassword", "Owners-own-horse-9!"))
                .hasStatus(200);
        byKey.get("/auth/me").hasStatus(401);
        assertThat(house.audited("user_api_key.revoked", made.text("/id"))).isEqualTo(1);

        house.clock.advance(Duration.ofSeconds(1));
        HttpProbe owner = house.anonymous.withBearer(house.anonymous
                .post("/auth/login", Map.of("email", ada.email(), "password", "Owners-own-horse-9!"))
                .hasStatus(200)
                .text("/tokens/accessToken"));
        HttpProbe ownersKey = house.anonymous.withBearer(owner.post("/auth/user/api-keys", Map.of("label", "mine"))
                .hasStatus(200)
                .text("/apiKey"));
        house.clock.advance(Duration.ofMinutes(20));
        house.anonymous
                .post("/auth/forgot-password", Map.of("email", ada.email()))
                .hasStatus(200);
        house.anonymous
                .post("/auth/reset-password", Map.of("token", resetToken(), "newPassword", "Owners-new-horse-10!"))
                .hasStatus(200);
        ownersKey.get("/auth/me").hasStatus(200);
    }

    private static String resetToken() {
        return house.letters.stream()
                .filter(letter -> letter.kind().equals("email.password_reset"))
                .reduce((earlier, later) -> later)
                .map(letter -> String.valueOf(letter.token()))
                .orElseThrow();
    }

    @Test
    void guessesAreCountedWhereKeysAreChecked() {
        assertThat(house.access.routes().stream()
                        .filter(route -> route.body() == UserKeyBodies.CheckKey.class)
                        .map(Route::rate))
                .containsExactly(RateClass.AUTH, RateClass.AUTH);
    }

    @Test
    void validationTellsWhoseAKeyIsAtBothPaths() {
        for (String path : List.of("/auth/validate-api-key", "/auth/api-key/validate", "/validate-api-key")) {
            house.anonymous
                    .post(path, Map.of("apiKey", key))
                    .hasStatus(200)
                    .hasValue("/valid", true)
                    .hasValue("/userId", ada.id().toString())
                    .hasValue("/userEmail", ada.email())
                    .lacks("/message");
            house.anonymous
                    .post(path, Map.of("apiKey", "ck_" + "A".repeat(43)))
                    .hasStatus(200)
                    .hasValue("/valid", false)
                    .hasValue("/message", "The API key is not valid")
                    .lacks("/userId");
        }
        check(house.backend(), key).hasValue("/valid", true);
        ada.probe().delete("/auth/user/api-keys/" + made.text("/id")).hasStatus(200);
        check(house.anonymous, key).hasValue("/valid", false);
        house.anonymous.post("/auth/validate-api-key", Map.of()).hasStatus(400);
    }

    @Test
    void aWarmKeyCostsOneStatementAndAWrongOneNoMore() throws InterruptedException {
        house.awaitListening();
        byKey.get("/auth/me").hasStatus(200);
        awaitLastUse();
        List<String> warm =
                house.database.statements().during(() -> byKey.get("/auth/me").hasStatus(200));
        assertThat(warm).singleElement().asString().contains("from identity.users");
        HttpProbe unknown = house.anonymous.withBearer("ck_" + "A".repeat(43));
        List<String> wrong =
                house.database.statements().during(() -> unknown.get("/auth/me").hasStatus(401));
        assertThat(wrong).singleElement().asString().contains("from access.api_keys");
        HttpProbe malformed = house.anonymous.withBearer("ck_" + "A".repeat(42));
        assertThat(house.database
                        .statements()
                        .during(() -> malformed.get("/auth/me").hasStatus(401)))
                .isEmpty();
    }

    @Test
    void whatEndsAKeyHereEndsItOnEveryServer() throws InterruptedException {
        try (AccessHouse there = AccessHouse.open(house.rows)) {
            there.awaitListening();
            there.clock.set(house.clock.instant());
            HttpProbe elsewhere = there.anonymous.withBearer(key);
            elsewhere.get("/auth/me").hasStatus(200);
            ada.probe().delete("/auth/user/api-keys/" + made.text("/id")).hasStatus(200);
            awaitStatus(elsewhere, 401);

            HttpAnswer next = make(Map.of("label", "next"));
            HttpProbe rotated = there.anonymous.withBearer(next.text("/apiKey"));
            rotated.get("/auth/me").hasStatus(200);
            ada.probe()
                    .post("/auth/user/api-keys/" + next.text("/id") + "/rotate", Map.of("graceSeconds", 0))
                    .hasStatus(200);
            awaitStatus(rotated, 401);
        }
    }

    @Test
    void theRowsOfKeysThatEndedLongAgoGo() {
        ada.probe().delete("/auth/user/api-keys/" + made.text("/id")).hasStatus(200);
        house.clock.advance(Duration.ofDays(29));
        house.access.jobs().forEach(job -> job.work().run());
        assertThat(rows(made.text("/id"))).isEqualTo(1);
        house.clock.advance(Duration.ofDays(2));
        house.access.jobs().forEach(job -> job.work().run());
        assertThat(rows(made.text("/id"))).isZero();
    }

    private static long rows(String id) {
        return house.rows.queryLong("select count(*) from access.api_keys where id = '" + UUID.fromString(id) + "'");
    }

    /** The use of a key is stored in the background; from then on nothing else is to be stored for a minute. */
    private void awaitLastUse() throws InterruptedException {
        String stored = "select count(*) from access.api_keys where last_used_at is not null";
        for (int i = 0; i < 200 && house.rows.queryLong(stored) == 0; i++) {
            Thread.sleep(50);
        }
        assertThat(house.rows.queryLong(stored)).isEqualTo(1);
    }

    /** PostgreSQL tells other servers in its own time: milliseconds. */
    private static void awaitStatus(HttpProbe probe, int status) throws InterruptedException {
        for (int i = 0; i < 100 && probe.get("/auth/me").status() != status; i++) {
            Thread.sleep(50);
        }
        probe.get("/auth/me").hasStatus(status);
    }

    private static HttpAnswer check(HttpProbe probe, String text) {
        return probe.post("/auth/validate-api-key", Map.of("apiKey", text)).hasStatus(200);
    }

    private HttpProbe withScopes(String... scopes) {
        return house.anonymous.withBearer(
                make(Map.of("label", "for " + String.join(" ", scopes), "scopes", List.of(scopes)))
                        .text("/apiKey"));
    }

    private HttpAnswer make(Map<String, ?> body) {
        return ada.probe().post("/auth/user/api-keys", body).hasStatus(200);
    }
}
