package dev.latchkey.access.member;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.access.AccessHouse;
import dev.latchkey.access.AccessHouse.Person;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whoever loses what they may between the admission of their request and its act changes nothing by it. */
final class AuthorityTest {

    @RegisterExtension
    static final AccessHouse house = AccessHouse.shared();

    private static final Map<String, Object> POLICY =
            Map.of("name", "p", "permission", "content:read", "effect", "allow", "conditions", Map.of());

    private Person admin;
    private UUID organization;
    private String path;

    @BeforeEach
    void people() {
        organization = house.organization(house.signUp("olga"));
        admin = house.enrol(organization, house.signUp("ada"), "admin");
        path = "/auth/orgs/" + organization;
    }

    @Test
    void aDemotedAdminWritesNoRole() throws Exception {
        String role = house.role(organization, "Editor", "content:read").toString();
        refusedOnceDemoted(probe -> probe.post(path + "/roles", Map.of("name", "n", "permissions", List.of("a:b"))));
        refusedOnceDemoted(probe -> probe.patch(path + "/roles/" + role, Map.of("name", "Other")));
        refusedOnceDemoted(probe -> probe.delete(path + "/roles/" + role));
        refusedOnceDemoted(probe -> probe.post(path + "/roles/" + role + "/default", ""));
        refusedOnceDemoted(probe -> probe.delete(path + "/roles/" + role + "/default"));
        assertThat(house.rows.queryText("select string_agg(name || is_default, ',') from access.roles"))
                .isEqualTo("Editorfalse");
    }

    @Test
    void aDemotedAdminWritesNoPolicy() throws Exception {
        String policy =
                admin.probe().post(path + "/policies", POLICY).hasStatus(200).text("/id");
        refusedOnceDemoted(probe -> probe.post(path + "/policies", POLICY));
        refusedOnceDemoted(probe -> probe.patch(path + "/policies/" + policy, Map.of("enabled", false)));
        refusedOnceDemoted(probe -> probe.delete(path + "/policies/" + policy));
        assertThat(house.rows.queryText("select string_agg(name || enabled, ',') from access.policies"))
                .isEqualTo("ptrue");
    }

    @Test
    void aDemotedAdminDoesNotRenameTheOrganization() throws Exception {
        refusedOnceDemoted(probe -> probe.patch(path, Map.of("name", "Mine")));
        assertThat(house.rows.queryText("select name from access.organizations"))
                .isEqualTo("Organization");
    }

    @Test
    void whoLosesAPermissionCannotGiveItAnyMore() throws Exception {
        String narrow = house.role(organization, "Narrow", "org:update").toString();
        HttpAnswer answer = meanwhile(
                lockOfTheOrganization(),
                "update access.memberships set role = 'member', custom_role_id = '" + narrow + "' where user_id = '"
                        + admin.id() + "'",
                () -> admin.probe()
                        .post(path + "/roles", Map.of("name", "n", "permissions", List.of("member:remove"))));
        answer.hasStatus(403).hasValueMatching("/message", "You cannot give member:remove.*");
        assertThat(house.rows.queryLong("select count(*) from access.roles")).isOne();
    }

    @Test
    void aFormerSystemAdminWritesNoPolicyAndMovesNoOrganization() throws Exception {
        Person boss = house.promote(house.signUp("bea"));
        Person key = house.signUp("kim");
        String made = key.probe()
                .post("/auth/user/api-keys", Map.of("label", "k"))
                .hasStatus(200)
                .text("/id");
        List<Function<HttpProbe, HttpAnswer>> acts = List.of(
                probe -> probe.post(path + "/policies", POLICY),
                probe -> probe.put("/auth/admin/orgs/" + organization + "/default", ""),
                probe -> probe.put(
                        "/auth/admin/orgs/" + organization + "/owner",
                        Map.of("userId", admin.id().toString())),
                probe -> probe.delete("/auth/admin/api-keys/" + made));
        for (Function<HttpProbe, HttpAnswer> act : acts) {
            house.promote(boss);
            HttpAnswer answer = meanwhile(
                    lockOf(boss),
                    "update identity.users set is_system_admin = false where id = '" + boss.id() + "'",
                    () -> act.apply(boss.probe()));
            assertThat(answer.status()).as(answer.toString()).isEqualTo(403);
        }
        assertThat(house.rows.queryLong("select count(*) from access.policies")).isZero();
        assertThat(house.rows.queryLong("select count(*) from access.organizations where is_default"))
                .isZero();
        assertThat(house.rows.queryLong("select count(*) from access.api_keys where revoked_at is not null"))
                .isZero();
        house.promote(boss).probe().post(path + "/policies", POLICY).hasStatus(200);
    }

    @Test
    void anEndedSessionMakesNoKey() throws Exception {
        Person kim = house.signUp("kim");
        String keys = "/auth/user/api-keys";
        String made =
                kim.probe().post(keys, Map.of("label", "k")).hasStatus(200).text("/id");
        for (String end : List.of(
                "update identity.sessions set revoked_at = now(), revoked_reason = 'logout_all' where user_id = '%s'",
                "update identity.users set status = 'SUSPENDED' where id = '%s'")) {
            List<Supplier<HttpAnswer>> acts = List.of(
                    () -> kim.probe().post(keys, Map.of("label", "more")),
                    () -> kim.probe().post(keys + "/" + made + "/rotate", ""),
                    () -> kim.probe().post("/auth/user/api-key/regenerate", ""));
            for (Supplier<HttpAnswer> act : acts) {
                meanwhile(lockOf(kim), end.formatted(kim.id()), act)
                        .hasStatus(401)
                        .hasValue("/code", "INVALID_TOKEN");
                house.rows.execute("update identity.users set status = 'ACTIVE'");
                house.rows.execute("update identity.sessions set revoked_at = null, revoked_reason = null");
            }
        }
        assertThat(house.rows.queryText("select string_agg(label, ',' order by label) from access.api_keys"
                        + " where user_id = '" + kim.id() + "' and revoked_at is null and successor_id is null"))
                .isEqualTo("default,k");
    }

    private void refusedOnceDemoted(Function<HttpProbe, HttpAnswer> act) throws Exception {
        String demotion = "update access.memberships set role = 'member' where user_id = '" + admin.id() + "'";
        meanwhile(lockOfTheOrganization(), demotion, () -> act.apply(admin.probe()))
                .hasStatus(403)
                .hasValueMatching("/message", ".*lacks the permission org:update");
        house.rows.execute(demotion.replace("'member'", "'admin'"));
    }

    private String lockOfTheOrganization() {
        return "select id from access.organizations where id = '" + organization + "' for no key update";
    }

    private static String lockOf(Person person) {
        return "select id from identity.users where id = '" + person.id() + "' for no key update";
    }

    /** Lets the act come as far as to wait for the lock, and changes something before it goes on. */
    private static HttpAnswer meanwhile(String lock, String change, Supplier<HttpAnswer> act)
            throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<HttpAnswer> answer = house.database.write(tx -> {
                tx.sql().createQuery(lock).mapTo(UUID.class).one();
                Future<HttpAnswer> begun = threads.submit(act::get);
                awaitWaiting();
                tx.sql().createUpdate(change).execute();
                return begun;
            });
            return answer.get();
        }
    }

    private static void awaitWaiting() {
        String waiting = "select count(*) from pg_stat_activity where datname = current_database()"
                + " and wait_event_type = 'Lock'";
        for (int i = 0; i < 500 && house.rows.queryLong(waiting) == 0; i++) {
            try {
                Thread.sleep(10);
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        }
        assertThat(house.rows.queryLong(waiting))
                .as("somebody waits for the lock")
                .isEqualTo(1);
    }
}
