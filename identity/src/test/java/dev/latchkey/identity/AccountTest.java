package dev.latchkey.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.testkit.DatabaseExtension;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class AccountTest {

    private static final String PASSWORD = "SecurePass1!";

    @RegisterExtension
    static final DatabaseExtension DATABASE = IdentityHouse.databases();

    private static IdentityHouse house;
    private String ann;
    private HttpProbe asAnn;

    @BeforeAll
    static void open() {
        house = IdentityHouse.open(DATABASE.database(), Map.of("LATCHKEY_ACCOUNT_DELETION_GRACE_DAYS", "14"));
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @BeforeEach
    void register() {
        house.wipe();
        HttpAnswer registered = register("ann@example.com");
        ann = registered.text("/user/id");
        asAnn = signedIn(registered);
    }

    @Test
    void userAndMeShowTheSameAndWaysToSignIn() {
        HttpAnswer user = asAnn.get("/auth/user").hasStatus(200).hasValue("/user/authMethods/0", "email");
        assertThat(asAnn.get("/auth/me").hasStatus(200).json()).isEqualTo(user.json());
    }

    @Test
    void usersChooseTheirLanguage() {
        asAnn.patch("/auth/me", Map.of("language", "DE-at")).hasStatus(200);
        assertThat(house.userColumn(ann, "language")).isEqualTo("de-AT");
        asAnn.patch("/auth/me", Map.of("language", "x\r\nBcc: y"))
                .hasStatus(400)
                .hasValue("/code", "VALIDATION_ERROR");
    }

    @Test
    void credentialsAreListedAtBothPaths() {
        HttpAnswer listed = asAnn.get("/auth/user/credentials")
                .hasStatus(200)
                .hasValue("/credentials/0/credentialType", "password")
                .hasValue("/credentials/0/isPrimary", true)
                .lacks("/credentials/1");
        assertThat(asAnn.get("/auth/credentials").json()).isEqualTo(listed.json());
    }

    @Test
    void aLoginIsAUseOfThePassword() {
        house.clock.advance(Duration.ofMinutes(5));
        Instant login = house.clock.instant();
        house.anonymous
                .post("/auth/login", Map.of("email", "ann@example.com", "password", PASSWORD))
                .hasStatus(200);
        house.clock.advance(Duration.ofMinutes(1));

        String lastUsed = asAnn.get("/auth/user/credentials").text("/credentials/0/lastUsedAt");

        assertThat(Instant.parse(lastUsed)).isEqualTo(login);
    }

    @Test
    void aCredentialIsLabelledByItsOwnerOnly() {
        String id = credential(asAnn);
        asAnn.patch("/auth/user/credentials/" + id, Map.of("label", " Work ")).hasStatus(204);
        asAnn.get("/auth/user/credentials").hasValue("/credentials/0/label", "Work");
        assertThat(house.audited("credential.labelled", id)).isEqualTo(1);

        signedIn(register("bob@example.com"))
                .patch("/auth/user/credentials/" + id, Map.of("label", "Mine"))
                .hasStatus(404);
        asAnn.patch("/auth/user/credentials/" + id, Map.of("label", "x".repeat(101)))
                .hasStatus(400);
        asAnn.patch("/auth/user/credentials/nonsense", Map.of("label", "x")).hasStatus(404);
        asAnn.patch("/auth/user/credentials/" + id, Map.of()).hasStatus(204);
        asAnn.get("/auth/user/credentials").hasValue("/credentials/0/label", "null");
        asAnn.patch("/auth/user/credentials/" + id, Map.of("label", "a\nb")).hasStatus(400);
    }

    @Test
    void theLastWayToSignInStays() {
        asAnn.delete("/auth/user/credentials/" + credential(asAnn))
                .hasStatus(400)
                .hasValueMatching("/message", ".*last way.*");
        asAnn.get("/auth/user/credentials").hasValue("/credentials/0/credentialType", "password");
    }

    @Test
    void anUnlinkedPasswordSignsInNoMore() {
        link(ann, "oauth_google", "google-ann");
        house.rows.execute("update identity.users set email_verified = true");
        String password = credential(asAnn);

        asAnn.delete("/auth/user/credentials/" + password).hasStatus(204);

        house.anonymous.post("/auth/login", credentials("ann@example.com")).hasStatus(401);
        asAnn.get("/auth/user")
                .hasStatus(200)
                .hasValue("/user/authMethods/0", "google")
                .lacks("/user/authMethods/1");
        assertThat(house.audited("credential.removed", password)).isEqualTo(1);
        assertThat(house.mail
                        .last("email.credential_changed", "ann@example.com")
                        .facts())
                .containsEntry("credential", "password");
        asAnn.delete("/auth/user/credentials/" + password).hasStatus(404);
    }

    @Test
    void ofTwoCallsForTheLastTwoCredentialsOneIsRefused() throws Exception {
        link(ann, "oauth_google", "google-ann");
        List<String> ids = List.of(
                asAnn.get("/auth/user/credentials").text("/credentials/0/id"),
                asAnn.get("/auth/user/credentials").text("/credentials/1/id"));

        List<Integer> statuses = atOnce(ids.stream()
                .map(id -> (Callable<Integer>)
                        () -> asAnn.delete("/auth/user/credentials/" + id).status())
                .toList());

        assertThat(statuses).containsExactlyInAnyOrder(204, 400);
        assertThat(house.count("identity.credentials")).isEqualTo(1);
    }

    @Test
    void unlinkingAsksForARecentSignInAndSaysHow() {
        link(ann, "oauth_google", "google-ann");
        house.clock.advance(Duration.ofSeconds(301));
        asAnn.delete("/auth/user/credentials/" + credential(asAnn))
                .hasStatus(403)
                .hasValue("/code", "STEP_UP_REQUIRED")
                .hasValue("/details/maxAgeSeconds", 300)
                .hasValue("/details/acceptedFactors/0", "password")
                .hasValue("/details/satisfyAt/0", "POST /auth/reauthenticate")
                .hasHeaderMatching(
                        "WWW-Authenticate", "Bearer error=\"insufficient_user_authentication\".*max_age=300");
        assertThat(house.count("identity.credentials")).isEqualTo(2);
    }

    @Test
    void theExportHoldsWhatIsKnownAndNothingSecret() {
        asAnn.get("/auth/user/export")
                .hasStatus(200)
                .hasValue("/user/email", "ann@example.com")
                .hasValue("/credentials/0/credentialType", "password")
                .hasValue("/sessions/0/method", "email")
                .hasValue("/events/0/type", "user.register")
                .hasValue("/wallets/0", "of " + ann)
                .hasHeader("Cache-Control", "no-store")
                .neverMentions("argon2")
                .neverMentions("refresh_hash");
        assertThat(house.audited("user.exported", ann)).isEqualTo(1);
        house.clock.advance(Duration.ofMinutes(6));
        asAnn.get("/auth/user/export").hasStatus(403).hasValue("/code", "STEP_UP_REQUIRED");
    }

    @Test
    void theExportHoldsNothingOfOthers() {
        HttpAnswer bob = register("bob@example.com");
        asAnn.get("/auth/user/export").hasStatus(200).neverMentions(bob.text("/user/id"));
    }

    @Test
    void anAccountToBeErasedCanBeKept() {
        house.rows.execute("update identity.users set email_verified = true");
        asAnn.delete("/auth/user").hasStatus(202).hasValue("/scheduledFor", "2026-06-13T12:00:00.000Z");
        asAnn.get("/auth/user").hasStatus(401);
        assertThat(house.mail.last("email.account_deletion", "ann@example.com").facts())
                .containsKey("deletion_time");

        house.clock.advance(Duration.ofDays(13));
        HttpProbe back = signedIn(login("ann@example.com").hasStatus(200));
        back.get("/auth/user/deletion").hasStatus(200).hasValue("/scheduledFor", "2026-06-13T12:00:00.000Z");
        back.delete("/auth/user/deletion").hasStatus(204);
        back.delete("/auth/user/deletion").hasStatus(404);
        back.get("/auth/user/deletion").hasStatus(200).lacks("/scheduledFor");

        house.clock.advance(Duration.ofDays(2));
        house.run("identity.erasure");
        login("ann@example.com").hasStatus(200);
        assertThat(house.audited("user.deletion_requested", ann)).isEqualTo(1);
        assertThat(house.audited("user.deletion_cancelled", ann)).isEqualTo(1);
    }

    @Test
    void anErasedAccountLeavesNothingPersonalAndItsAddressIsFree() {
        asAnn.delete("/auth/user").hasStatus(202);
        house.clock.advance(Duration.ofDays(14));
        house.run("identity.erasure");

        login("ann@example.com").hasStatus(401);
        assertThat(house.userColumn(ann, "concat(email, display_name, picture, password_hash, language)"))
                .isEmpty();
        assertThat(house.userColumn(ann, "auth_id")).isEqualTo("erased:" + ann);
        assertThat(house.count("identity.credentials")).isZero();
        assertThat(house.count("identity.sessions")).isZero();
        assertThat(house.audited("user.erased", ann)).isEqualTo(1);
        assertThat(house.host.heard).contains("deleted " + ann);
        register("ann@example.com");
    }

    @Test
    void anErasureThatAnotherRoomRefusesHappensLater() {
        asAnn.delete("/auth/user").hasStatus(202);
        house.clock.advance(Duration.ofDays(14));
        house.host.refuses = true;
        house.run("identity.erasure");
        assertThat(house.userColumn(ann, "email")).isEqualTo("ann@example.com");
        house.host.refuses = false;
        house.run("identity.erasure");
        assertThat(house.audited("user.erased", ann)).isEqualTo(1);
    }

    @Test
    void twoProvedAccountsBecomeOne() {
        HttpAnswer registered = register("bob@example.com");
        String bob = registered.text("/user/id");
        HttpProbe asBob = signedIn(registered);
        link(bob, "oauth_google", "google-bob");
        house.rows.execute("update identity.users set email_verified = true where id = '" + bob + "'");
        String token =
                asBob.post("/auth/user/merge/token", Map.of()).hasStatus(200).text("/mergeToken");

        asAnn.post("/auth/user/merge", Map.of("mergeToken", token))
                .hasStatus(200)
                .hasValue("/user/id", ann)
                .hasValue("/user/email", "bob@example.com")
                .hasValue("/user/emailVerified", true)
                .hasValue("/user/authMethods/1", "google")
                .hasValue("/movedCredentials/0", "oauth_google")
                .hasValue("/droppedCredentials/0", "password");

        asBob.get("/auth/user").hasStatus(401);
        login("bob@example.com").hasStatus(200).hasValue("/user/id", ann);
        assertThat(house.userColumn(bob, "merged_into")).isEqualTo(ann);
        assertThat(house.host.heard).contains("merged " + bob + " " + ann);
        assertThat(house.audited("user.merged", ann)).isEqualTo(1);
        asAnn.post("/auth/user/merge", Map.of("mergeToken", token)).hasStatus(400);
    }

    @Test
    void aMergeThatAnotherRoomRefusesChangesNothing() {
        HttpProbe asBob = signedIn(register("bob@example.com"));
        String token = asBob.post("/auth/user/merge/token", Map.of()).text("/mergeToken");
        house.host.refuses = true;
        asAnn.post("/auth/user/merge", Map.of("mergeToken", token)).hasStatus(409);
        asBob.get("/auth/user").hasStatus(200);
        house.host.refuses = false;
        asAnn.post("/auth/user/merge", Map.of("mergeToken", token)).hasStatus(200);
    }

    @Test
    void nobodyMergesByATokenThatIsNotForIt() {
        String own = asAnn.post("/auth/user/merge/token", Map.of()).text("/mergeToken");
        asAnn.post("/auth/user/merge", Map.of("mergeToken", own)).hasStatus(400);

        HttpProbe asBob = signedIn(register("bob@example.com"));
        String late = asBob.post("/auth/user/merge/token", Map.of()).text("/mergeToken");
        house.clock.advance(Duration.ofMinutes(4));
        asAnn.post("/auth/user/merge", Map.of("mergeToken", "x".repeat(43))).hasStatus(400);
        asAnn.post("/auth/user/merge", Map.of("mergeToken", "x".repeat(4_000))).hasStatus(400);
        house.clock.advance(Duration.ofMinutes(7));
        HttpProbe annAgain = signedIn(login("ann@example.com"));
        annAgain.post("/auth/user/merge", Map.of("mergeToken", late)).hasStatus(400);

        HttpProbe elsewhere = house.anonymous.withHeader(
                "X-Latchkey-Project", house.otherProject().toString());
        HttpAnswer stranger =
                elsewhere.post("/auth/register", credentials("bob@example.com")).hasStatus(201);
        String foreign =
                signedIn(stranger).post("/auth/user/merge/token", Map.of()).text("/mergeToken");
        annAgain.post("/auth/user/merge", Map.of("mergeToken", foreign)).hasStatus(400);
    }

    @Test
    void ofParallelMergesWithOneTokenOneWins() throws Exception {
        String token = signedIn(register("bob@example.com"))
                .post("/auth/user/merge/token", Map.of())
                .text("/mergeToken");
        Callable<Integer> merge = () ->
                asAnn.post("/auth/user/merge", Map.of("mergeToken", token)).status();
        assertThat(atOnce(List.of(merge, merge, merge, merge))).containsOnlyOnce(200);
        assertThat(house.audited("user.merged", ann)).isEqualTo(1);
    }

    @Test
    void aSecondFactorIsNotLostByAMerge() {
        HttpAnswer registered = register("bob@example.com");
        String token =
                signedIn(registered).post("/auth/user/merge/token", Map.of()).text("/mergeToken");
        house.rows.execute(
                "update identity.users set second_factor = true where id = '" + registered.text("/user/id") + "'");
        asAnn.post("/auth/user/merge", Map.of("mergeToken", token)).hasStatus(409);
    }

    @Test
    void theHostApplicationHearsAndAdds() {
        house.host.answer = Map.of("subscription", "premium");
        house.host.givesApiKeys = true;
        HttpAnswer carla = register("carla@example.com").hasValue("/callbackData/subscription", "premium");
        String id = carla.text("/user/id");
        carla.hasValue("/apiKey", "ck_of_" + id);
        login("carla@example.com")
                .hasStatus(200)
                .hasValue("/callbackData/subscription", "premium")
                .lacks("/apiKey");
        signedIn(carla).post("/auth/logout", Map.of()).hasStatus(200);
        assertThat(house.host.heard)
                .containsSubsequence("registered email " + id, "authenticated email " + id, "logout " + id);
    }

    @Test
    void aHostApplicationThatFailsOrIsSlowChangesNothing() {
        house.host.answer = new IllegalStateException("broken");
        login("ann@example.com").hasStatus(200).lacks("/callbackData");
        house.host.answer = Map.of("late", true);
        house.host.slowMillis = 60_000;
        login("ann@example.com").hasStatus(200).lacks("/callbackData");
    }

    @Test
    void aRegistrationThatAnotherRoomRefusesLeavesNoUser() {
        house.host.refuses = true;
        house.anonymous.post("/auth/register", credentials("dan@example.com")).hasStatus(409);
        assertThat(house.count("identity.users")).isEqualTo(1);
        assertThat(house.count("identity.credentials")).isEqualTo(1);
    }

    @Test
    void everyCallNeedsASession() {
        for (String path : List.of("/auth/me", "/auth/user/credentials", "/auth/user/export", "/auth/user/deletion")) {
            house.anonymous.get(path).hasStatus(401).hasValue("/code", "INVALID_TOKEN");
            house.backend().get(path).hasStatus(401);
        }
        house.anonymous.delete("/auth/user").hasStatus(401);
        house.anonymous.delete("/auth/credentials/" + UUID.randomUUID()).hasStatus(401);
        house.anonymous.post("/auth/user/merge/token", Map.of()).hasStatus(401);
        house.anonymous.post("/auth/user/merge", Map.of("mergeToken", "x")).hasStatus(401);
    }

    private static HttpAnswer register(String email) {
        return house.anonymous.post("/auth/register", credentials(email)).hasStatus(201);
    }

    private static HttpAnswer login(String email) {
        return house.anonymous.post("/auth/login", credentials(email));
    }

    private static Map<String, String> credentials(String email) {
        return Map.of("email", email, "password", PASSWORD);
    }

    private static HttpProbe signedIn(HttpAnswer answer) {
        return house.anonymous.withBearer(answer.text("/tokens/accessToken"));
    }

    private static String credential(HttpProbe user) {
        return user.get("/auth/user/credentials").hasStatus(200).text("/credentials/0/id");
    }

    /** A way to sign in that another part of the room would have added. */
    private static void link(String userId, String kind, String subject) {
        house.rows.execute("insert into identity.credentials (id, user_id, project_id, kind, subject, created_at)"
                + " values (gen_random_uuid(), '" + userId + "', '" + IdentityHouse.DEFAULT_PROJECT + "', '" + kind
                + "', '" + subject + "', '2026-05-30T12:00:01Z')");
    }

    private static <T> List<T> atOnce(List<Callable<T>> calls) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(calls.size())) {
            return threads.invokeAll(calls).stream()
                    .map(result -> result.resultNow())
                    .toList();
        }
    }
}
