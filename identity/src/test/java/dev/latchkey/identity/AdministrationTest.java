package dev.latchkey.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What system admins and the operator do with users (admin-settings.md 2). */
final class AdministrationTest {

    @RegisterExtension
    static final IdentityHouse house = IdentityHouse.shared();

    private static final String PASSWORD = "Correct-horse-7!";
    private Person admin;
    private Person ada;

    private record Person(String id, String email, HttpProbe probe) {}

    @BeforeEach
    void people() {
        admin = promoted(signUp("root@example.com", "Root"));
        ada = signUp("ada@example.com", "Ada Lovelace");
    }

    @Test
    void onlySystemAdminsAndTheOperatorAreLetIn() {
        for (String path : List.of("/auth/admin/users", "/auth/admin/users/stats", "/auth/admin/users/" + ada.id())) {
            house.anonymous.get(path).hasStatus(401);
            ada.probe().get(path).hasStatus(403);
            house.backend().get(path).hasStatus(403);
            admin.probe().get(path).hasStatus(200);
            house.operator().get(path).hasStatus(200);
        }
    }

    @Test
    void theFlagCountsAsItIsNowAndNotAsTheTokenSays() {
        admin.probe().get("/auth/admin/users").hasStatus(200);
        house.rows.execute("update identity.users set is_system_admin = false where id = '" + admin.id() + "'");
        admin.probe().get("/auth/admin/users").hasStatus(403);
    }

    @Test
    void aUserIsShownWithWhatAdministratorsNeed() {
        house.addCredential(ada.id(), "oauth_google", "google-1");
        HttpAnswer shown = admin.probe().get("/auth/admin/users/" + ada.id()).hasStatus(200);
        assertThat(shown.text("/email")).isEqualTo("ada@example.com");
        assertThat(shown.text("/name")).isEqualTo("Ada Lovelace");
        assertThat(shown.text("/googleId")).isEqualTo("google-1");
        assertThat(shown.text("/status")).isEqualTo("ACTIVE");
        shown.hasValue("/isSystemAdmin", false);
        admin.probe().get("/auth/admin/users/" + UUID.randomUUID()).hasStatus(404);
        admin.probe().get("/auth/admin/users/nonsense").hasStatus(404);
    }

    @Test
    void theListIsPagedWithoutLossWhoeverComesInBetween() {
        for (int i = 0; i < 5; i++) {
            signUp("user" + i + "@example.com", "User " + i);
        }
        List<String> seen = new ArrayList<>();
        HttpAnswer page = admin.probe().get("/auth/admin/users?limit=3").hasStatus(200);
        page.hasValue("/total", 7);
        page.hasValue("/totalIsExact", true);
        seen.addAll(ids(page));
        house.clock.advance(Duration.ofSeconds(1));
        signUp("late@example.com", "Late");
        while (page.json().has("nextCursor")) {
            page = admin.probe()
                    .get("/auth/admin/users?limit=3&cursor=" + page.text("/nextCursor"))
                    .hasStatus(200);
            seen.addAll(ids(page));
        }
        assertThat(seen).hasSize(7).doesNotHaveDuplicates();
        assertThat(ids(admin.probe().get("/auth/admin/users?limit=2&offset=1").hasStatus(200)))
                .hasSize(2);
        admin.probe().get("/auth/admin/users?cursor=nonsense").hasStatus(400);
        admin.probe().get("/auth/admin/users?limit=0").hasStatus(400);
        admin.probe().get("/auth/admin/users?limit=1000").hasValue("/limit", 100);
    }

    @Test
    void usersAreFoundByTheBeginningOfAddressOrNameInAnyCase() {
        signUp("bob@example.com", "100% Bob");
        assertThat(found("search=LOVE")).isZero();
        assertThat(found("search=ada%20LOVE")).isEqualTo(1);
        assertThat(found("search=ADA@")).isEqualTo(1);
        assertThat(found("search=100%25")).isEqualTo(1);
        assertThat(found("search=1%25")).as("% is no wildcard").isZero();
        assertThat(found("systemAdmin=true")).isEqualTo(1);
        assertThat(found("authMethod=email")).isEqualTo(3);
        assertThat(found("authMethod=google")).isZero();
        assertThat(found("status=SUSPENDED")).isZero();
        admin.probe().get("/auth/admin/users?status=ASLEEP").hasStatus(400);
        admin.probe().get("/auth/admin/users?systemAdmin=maybe").hasStatus(400);
    }

    @Test
    void theStatisticsCountEveryWayToSignIn() {
        house.addCredential(ada.id(), "oauth_google", "google-1");
        HttpAnswer stats = admin.probe().get("/auth/admin/users/stats").hasStatus(200);
        stats.hasValue("/total", 2).hasValue("/authMethodCounts/email", 2).hasValue("/authMethodCounts/google", 1);
    }

    @Test
    void aListOfUsersCostsTwoStatements() {
        List<String> statements =
                house.statementsOf(() -> admin.probe().get("/auth/admin/users").hasStatus(200));
        assertThat(statements).as("session, rows, count").hasSize(3);
    }

    @Test
    void pagesAreReadFromTheIndexWhereverTheyBegin() {
        house.rows.execute("insert into identity.users (id, project_id, auth_id, auth_provider, status, created_at,"
                + " updated_at) select gen_random_uuid(), '" + IdentityHouse.DEFAULT_PROJECT + "', 'many-' || n,"
                + " 'TEST', 'ACTIVE', timestamptz '2026-01-01' + n * interval '1 second', now()"
                + " from generate_series(1, 20000) n");
        house.rows.execute("analyze identity.users");
        String plan = explained("select id from identity.users where project_id = '" + IdentityHouse.DEFAULT_PROJECT
                + "' and deleted_at is null and (created_at, id) < (timestamptz '2026-01-01 01:00', '"
                + UUID.randomUUID() + "') order by created_at desc, id desc limit 51");
        assertThat(plan)
                .contains("users_by_creation")
                .doesNotContain("Seq Scan")
                .doesNotContain("Sort");
    }

    @Test
    void nameAndAddressAreChangedAndTheOldAddressIsTold() {
        house.rows.execute("update identity.users set email_verified = true where id = '" + ada.id() + "'");
        HttpAnswer changed = admin.probe()
                .patch("/auth/admin/users/" + ada.id(), Map.of("name", "Countess", "email", "Countess@Example.com"))
                .hasStatus(200);
        assertThat(changed.text("/email")).isEqualTo("countess@example.com");
        assertThat(changed.text("/name")).isEqualTo("Countess");
        changed.hasValue("/emailVerified", false);
        assertThat(house.mail.count("email.credential_changed", "ada@example.com"))
                .isEqualTo(1);
        assertThat(house.audited("admin.user_updated", ada.id())).isEqualTo(1);
        admin.probe()
                .patch("/auth/admin/users/" + ada.id(), Map.of("emailVerified", true))
                .hasStatus(200);
        assertThat(house.userColumn(ada.id(), "email_verified")).isEqualTo("t");
    }

    @Test
    void anAddressOfSomebodyElseIsRefusedAndNothingChanges() {
        HttpAnswer refused = admin.probe()
                .patch("/auth/admin/users/" + ada.id(), Map.of("name", "X", "email", "root@example.com"))
                .hasStatus(400);
        assertThat(refused.text("/code")).isEqualTo("EMAIL_EXISTS");
        assertThat(house.userColumn(ada.id(), "display_name")).isEqualTo("Ada Lovelace");
        admin.probe()
                .patch("/auth/admin/users/" + ada.id(), Map.of("email", "no address"))
                .hasStatus(400);
    }

    @Test
    void aSuspendedUserIsOutAtOnceUntilLetInAgain() {
        admin.probe()
                .post("/auth/admin/users/" + ada.id() + "/suspend", Map.of("reason", "abuse"))
                .hasStatus(200);
        ada.probe().get("/auth/user").hasStatus(401);
        login("ada@example.com").hasStatus(403);
        assertThat(house.rows.queryText("select metadata->>'reason' from platform.audit_events"
                        + " where type = 'admin.user_suspended'"))
                .isEqualTo("abuse");
        admin.probe()
                .post("/auth/admin/users/" + ada.id() + "/reactivate", Map.of())
                .hasStatus(200);
        login("ada@example.com").hasStatus(200);
        ada.probe().get("/auth/user").hasStatus(401);
    }

    @Test
    void deletingErasesThePersonAndKeepsTheRow() {
        admin.probe().delete("/auth/admin/users/" + ada.id()).hasStatus(200);
        ada.probe().get("/auth/user").hasStatus(401);
        assertThat(house.userColumn(ada.id(), "coalesce(email, display_name, 'nothing')"))
                .isEqualTo("nothing");
        admin.probe().get("/auth/admin/users/" + ada.id()).hasStatus(404);
        admin.probe().delete("/auth/admin/users/" + ada.id()).hasStatus(404);
        assertThat(house.audited("admin.user_deleted", ada.id())).isEqualTo(1);
        signUp("ada@example.com", "Another Ada");
    }

    @Test
    void nobodyIsLockedOutByThemselvesAndNoAdminByAnother() {
        Person second = promoted(signUp("second@example.com", "Second"));
        for (Person target : List.of(admin, second)) {
            String path = "/auth/admin/users/" + target.id();
            admin.probe().delete(path).hasStatus(400);
            admin.probe().post(path + "/suspend", Map.of()).hasStatus(400);
        }
        admin.probe()
                .patch("/auth/admin/users/" + admin.id() + "/system-admin", Map.of("isAdmin", false))
                .hasStatus(400);
    }

    @Test
    void theFlagIsGivenAndTakenAndTheLastOneStays() {
        String path = "/auth/admin/users/" + ada.id() + "/system-admin";
        admin.probe().patch(path, Map.of("isAdmin", true)).hasStatus(200);
        admin.probe().patch(path, Map.of("isAdmin", true)).hasStatus(200);
        assertThat(house.audited("user.system_admin_granted", ada.id())).isEqualTo(1);
        ada.probe().get("/auth/admin/users").hasStatus(200);
        admin.probe().patch(path, Map.of("isAdmin", false)).hasStatus(200);
        ada.probe().get("/auth/admin/users").hasStatus(403);
        HttpAnswer last = house.operator()
                .patch("/auth/admin/users/" + admin.id() + "/system-admin", Map.of("isAdmin", false))
                .hasStatus(400);
        assertThat(last.text("/code")).isEqualTo("LAST_ADMIN");
        ada.probe().patch(path, Map.of("isAdmin", true)).hasStatus(403);
        admin.probe().patch(path, Map.of()).hasStatus(400);
        admin.probe().patch(path, Map.of("isAdmin", "yes")).hasStatus(400);
    }

    @Test
    void ofTwoWhoTakeTheFlagFromEachOtherOneStays() {
        for (int round = 0; round < 5; round++) {
            promoted(admin);
            promoted(ada);
            Parallel.calls(2, number -> {
                Person actor = number == 0 ? admin : ada;
                Person target = number == 0 ? ada : admin;
                return actor.probe()
                        .patch("/auth/admin/users/" + target.id() + "/system-admin", Map.of("isAdmin", false));
            });
            assertThat(house.rows.queryLong("select count(*) from identity.users where is_system_admin"))
                    .isEqualTo(1);
        }
    }

    @Test
    void aForcedResetMailsALinkAndLeavesSessions() {
        admin.probe()
                .post("/auth/admin/users/" + ada.id() + "/force-password-reset", Map.of())
                .hasStatus(200);
        String token =
                house.mail.last("email.password_reset", "ada@example.com").token();
        ada.probe().get("/auth/user").hasStatus(200);
        house.anonymous
                .post("/auth/reset-password", Map.of("token", token, "newPassword", "Brand-new-horse-8!"))
                .hasStatus(200);
        assertThat(house.audited("admin.password_reset_forced", ada.id())).isEqualTo(1);
        house.rows.execute("update identity.users set email = null where id = '" + ada.id() + "'");
        admin.probe()
                .post("/auth/admin/users/" + ada.id() + "/force-password-reset", Map.of())
                .hasStatus(400);
    }

    @Test
    void sessionsAreEndedAndTheLostSecondFactorIsTakenAway() {
        SecondFactorUser guarded = SecondFactorUser.of(house, "guarded@example.com");
        admin.probe()
                .post("/auth/admin/users/" + guarded.id + "/mfa/reset", Map.of())
                .hasStatus(200);
        assertThat(house.userColumn(guarded.id, "second_factor")).isEqualTo("f");
        assertThat(house.audited("admin.mfa_reset", guarded.id)).isEqualTo(1);
        admin.probe()
                .post("/auth/admin/users/" + guarded.id + "/mfa/reset", Map.of())
                .hasStatus(400);
        admin.probe()
                .delete("/auth/admin/users/" + ada.id() + "/sessions")
                .hasStatus(200)
                .hasValue("/revokedCount", 1);
        ada.probe().get("/auth/user").hasStatus(401);
    }

    @Test
    void anImpersonatedSessionNamesTheAdminReadsAndChangesNothing() {
        HttpAnswer granted = admin.probe()
                .post("/auth/admin/users/" + ada.id() + "/impersonate", Map.of("reason", "ticket 42"))
                .hasStatus(200);
        String token = granted.text("/accessToken");
        assertThat(new JwtText(token).claims().at("/act/sub").asString()).isEqualTo(admin.id());
        assertThat(granted.text("/impersonation/reason")).isEqualTo("ticket 42");
        assertThat(granted.json().has("refreshToken")).isFalse();
        HttpProbe eyes = house.anonymous.withBearer(token);
        assertThat(eyes.get("/auth/user").hasStatus(200).text("/user/email")).isEqualTo("ada@example.com");
        assertThat(ada.probe().get("/auth/sessions").hasStatus(200).body()).contains("impersonation");
        HttpAnswer refused = eyes.patch("/auth/me", Map.of("name", "Mallory")).hasStatus(403);
        assertThat(refused.text("/code")).isEqualTo("IMPERSONATION_READS_ONLY");
        for (String path : List.of("/auth/mfa/setup", "/auth/change-password", "/auth/logout-all")) {
            eyes.post(path, Map.of()).hasStatus(403);
        }
        eyes.delete("/auth/user/credentials/" + UUID.randomUUID()).hasStatus(403);
        eyes.get("/auth/user/export").hasStatus(403);
        assertThat(house.audited("admin.impersonation_started", ada.id())).isEqualTo(1);
        eyes.post("/auth/logout", Map.of()).hasStatus(200);
        eyes.get("/auth/user").hasStatus(401);
    }

    @Test
    void onlyAFreshlyProvedAdminImpersonatesAndNeverAnotherAdmin() {
        String path = "/auth/admin/users/" + ada.id() + "/impersonate";
        Map<String, String> why = Map.of("reason", "ticket 42");
        ada.probe()
                .post("/auth/admin/users/" + admin.id() + "/impersonate", why)
                .hasStatus(403);
        house.operator().post(path, why).hasStatus(401);
        house.anonymous.post(path, why).hasStatus(401);
        admin.probe().post(path, Map.of()).hasStatus(400);
        admin.probe()
                .post("/auth/admin/users/" + admin.id() + "/impersonate", why)
                .hasStatus(400);
        house.clock.advance(Duration.ofMinutes(6));
        assertThat(admin.probe().post(path, why).hasStatus(403).text("/code")).isEqualTo("STEP_UP_REQUIRED");
    }

    @Test
    void usersOfAnotherProjectAreUnknown() {
        UUID other = house.otherProject();
        String path = "/auth/admin/users/" + ada.id();
        HttpProbe elsewhere = house.operator().withHeader("X-Latchkey-Project", other.toString());
        elsewhere.get(path).hasStatus(404);
        elsewhere.delete(path).hasStatus(404);
        elsewhere.post(path + "/suspend", Map.of()).hasStatus(404);
        elsewhere.patch(path + "/system-admin", Map.of("isAdmin", true)).hasStatus(404);
        elsewhere.get("/auth/admin/users").hasStatus(200).hasValue("/total", 0);
    }

    @Test
    void serversFindUsersByWalletAndByCustomer() {
        String wallet = "9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin";
        house.addCredential(ada.id(), "solana", wallet);
        for (HttpProbe server : List.of(admin.probe(), house.backend(), house.operator())) {
            assertThat(server.get("/auth/users/by-wallet/" + wallet)
                            .hasStatus(200)
                            .text("/user_id"))
                    .isEqualTo(ada.id());
        }
        assertThat(house.backend()
                        .get("/auth/users/by-wallet/" + "1".repeat(40))
                        .hasStatus(200)
                        .body())
                .contains("\"user_id\":null");
        house.backend().get("/auth/users/by-wallet/short").hasStatus(400);
        house.backend().get("/auth/users/by-wallet/%00" + "A".repeat(40)).hasStatus(400);
        ada.probe().get("/auth/users/by-wallet/" + wallet).hasStatus(403);
        house.anonymous.get("/auth/users/by-wallet/" + wallet).hasStatus(401);
        String path = "/auth/users/by-stripe-customer/cus_12345678";
        house.backend().post(path + "/link", Map.of("userId", ada.id())).hasStatus(200);
        house.backend().post(path + "/link", Map.of("userId", ada.id())).hasStatus(200);
        assertThat(house.audited("user.customer_linked", ada.id())).isEqualTo(1);
        assertThat(house.backend().get(path).hasStatus(200).text("/user_id")).isEqualTo(ada.id());
        assertThat(house.backend()
                        .post(path + "/link", Map.of("userId", admin.id()))
                        .hasStatus(400)
                        .text("/code"))
                .isEqualTo("ALREADY_LINKED");
        house.backend()
                .post(path + "/link", Map.of("userId", UUID.randomUUID().toString()))
                .hasStatus(404);
        house.backend().get("/auth/users/by-stripe-customer/nonsense").hasStatus(400);
        UUID other = house.otherProject();
        assertThat(house.backend(other).get(path).hasStatus(200).body()).contains("\"user_id\":null");
        house.backend(other).post(path + "/link", Map.of("userId", ada.id())).hasStatus(404);
    }

    private static String explained(String query) {
        try (Connection connection = house.rows.connect();
                Statement statement = connection.createStatement();
                ResultSet lines = statement.executeQuery("explain " + query)) {
            StringBuilder plan = new StringBuilder();
            while (lines.next()) {
                plan.append(lines.getString(1)).append('\n');
            }
            return plan.toString();
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }

    private int found(String query) {
        return ids(admin.probe().get("/auth/admin/users?" + query).hasStatus(200))
                .size();
    }

    private static List<String> ids(HttpAnswer page) {
        List<String> ids = new ArrayList<>();
        page.json().path("users").forEach(user -> ids.add(user.path("id").asString()));
        return ids;
    }

    private static Person signUp(String email, String name) {
        HttpAnswer answer = house.anonymous
                .post("/auth/register", Map.of("email", email, "password", PASSWORD, "name", name))
                .hasStatus(201);
        return new Person(
                answer.text("/user/id"), email, house.anonymous.withBearer(answer.text("/tokens/accessToken")));
    }

    private static HttpAnswer login(String email) {
        return house.anonymous.post("/auth/login", Map.of("email", email, "password", PASSWORD));
    }

    private static Person promoted(Person person) {
        house.rows.execute("update identity.users set is_system_admin = true where id = '" + person.id() + "'");
        return person;
    }
}
