package dev.latchkey.platform.settings;

import static dev.latchkey.platform.settings.SettingsHouse.ALARM;
import static dev.latchkey.platform.settings.SettingsHouse.ALARM_VARIABLE;
import static dev.latchkey.platform.settings.SettingsHouse.DOOR;
import static dev.latchkey.platform.settings.SettingsHouse.NAME;
import static dev.latchkey.platform.settings.SettingsHouse.NAME_VARIABLE;
import static dev.latchkey.platform.settings.SettingsHouse.ROOMS;
import static dev.latchkey.platform.settings.SettingsHouse.SAFE_CODE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.platform.configuration.InvalidValueException;
import dev.latchkey.platform.configuration.Secret;
import dev.latchkey.platform.configuration.Settings;
import dev.latchkey.platform.database.TestDatabases;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Origin;
import dev.latchkey.testkit.DatabaseExtension;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What administrators set: on every instance at once, all or nothing, and never a secret. */
final class SystemSettingsTest {

    private static final String CODE = "4711-opens-it";

    @RegisterExtension
    static final DatabaseExtension DATABASES = TestDatabases.migrated();

    private final List<SettingsHouse> houses = new ArrayList<>();

    @BeforeEach
    void wipe() {
        rows().execute("truncate platform.system_settings, platform.system_setting_changes, platform.audit_events");
        rows().execute("update platform.system_settings_revision set revision = 0");
    }

    @AfterEach
    void close() {
        houses.forEach(SettingsHouse::close);
    }

    @Test
    void aChangeShowsAtOnceHereAndOnEveryOtherInstance() {
        SettingsHouse here = open();
        SettingsHouse there = open();
        await(() -> here.database.signals().isListening()
                && there.database.signals().isListening());
        assertThat(here.settings.get(ROOMS)).isEqualTo(4);

        patch(here, "rooms", "7").hasStatus(200).hasValue("/updated/0/value", "7");
        assertThat(here.settings.get(ROOMS)).as("read your own writes").isEqualTo(7);
        await(() -> there.settings.get(ROOMS) == 7);

        patch(there, "rooms", "9").hasStatus(200);
        assertThat(there.settings.get(ROOMS)).isEqualTo(9);
        await(() -> here.settings.get(ROOMS) == 9);
    }

    @Test
    void anInstanceThatCannotBeToldReadsEverySecond() {
        SettingsHouse here = open();
        SettingsHouse deaf = open();
        deaf.database.signals().close();
        await(() -> !deaf.database.signals().isListening());
        patch(here, "rooms", "8").hasStatus(200);
        await(() -> deaf.settings.get(ROOMS) == 8);
    }

    @Test
    void askingForAValueCostsNoStatement() {
        SettingsHouse house = open();
        await(() -> house.database.signals().isListening());
        patch(house, "rooms", "8").hasStatus(200);
        assertThat(house.database.statements().during(() -> {
                    for (int i = 0; i < 1000; i++) {
                        house.settings.get(ROOMS);
                        house.settings.get(SAFE_CODE);
                    }
                }))
                .isEmpty();
    }

    @Test
    void aChangeIsAllOrNothingAndSaysEverythingThatIsWrong() {
        SettingsHouse house = open();
        house.operator()
                .patch("/auth/admin/settings", body("rooms", "5", "door_open", "perhaps", "nonsense", "1"))
                .hasStatus(400)
                .hasValue("/code", "VALIDATION_ERROR")
                .hasValue("/message", "door_open must be true, 1, false or 0; unknown setting: nonsense");
        assertThat(house.settings.get(ROOMS)).isEqualTo(4);
        assertThat(count("platform.system_settings")).isZero();
        assertThat(count("platform.system_setting_changes")).isZero();
        assertThat(count("platform.audit_events")).isZero();
    }

    @Test
    void malformedBodiesAreRefused() {
        SettingsHouse house = open();
        for (String body : List.of(
                "{\"settings\": []}",
                "{}",
                "{\"settings\": {\"rooms\": \"5\"}}",
                "{\"settings\": [{\"key\": \"rooms\"}]}",
                "{\"settings\": [{\"value\": \"5\"}]}",
                "{\"settings\": [{\"key\": \"rooms\", \"value\": 5}]}",
                "{\"settings\": [{\"key\": \"rooms\", \"value\": \"5\"}, {\"key\": \"rooms\", \"value\": \"6\"}]}",
                "{\"settings\": [{\"key\": \"rooms\", \"value\": \"101\"}]}",
                "{\"settings\": [{\"key\": \"rooms\", \"value\": \"0\"}]}",
                "{\"settings\": [{\"key\": \"rooms\", \"value\": \"+5\"}]}",
                "{\"settings\": [{\"key\": \"rooms\", \"value\": \"5.0\"}]}",
                "{\"settings\": [{\"key\": \"rooms\", \"value\": \"\"}]}",
                "{\"settings\": [{\"key\": \"rooms\", \"value\": \"99999999999999999999\"}]}",
                "{\"settings\": [{\"key\": \"house_name\", \"value\": \"a\\nb\"}]}",
                "{\"settings\": [{\"key\": \"house_name\", \"value\": \"" + "x".repeat(2001) + "\"}]}",
                "{\"settings\": [{\"key\": \"" + "k".repeat(65) + "\", \"value\": \"1\"}]}")) {
            house.operator().patch("/auth/admin/settings", body).hasStatus(400).hasValue("/code", "VALIDATION_ERROR");
        }
        assertThat(count("platform.system_settings")).isZero();
    }

    @Test
    void booleansAreReadAsTheContractHasThem() {
        SettingsHouse house = open();
        for (String text : List.of("false", "0", "no", "NO", "False")) {
            patch(house, "door_open", "true").hasStatus(200);
            patch(house, "door_open", text).hasStatus(200).hasValue("/updated/0/value", "false");
            assertThat(house.settings.get(DOOR)).as(text).isFalse();
        }
        patch(house, "door_open", "YES").hasStatus(200).hasValue("/updated/0/value", "true");
    }

    @Test
    void theDatabaseWinsOverTheEnvironmentWhereTheContractSaysSo() {
        SettingsHouse house = open(Map.of("DOOR_OPEN", "true"));
        HttpAnswer before = house.operator().get("/auth/admin/settings").hasStatus(200);
        assertThat(of(before, "house", "door_open"))
                .containsEntry("value", "true")
                .containsEntry("source", "environment")
                .containsEntry("locked", false)
                .containsEntry("environment", "DOOR_OPEN");
        patch(house, "door_open", "false").hasStatus(200).hasValue("/updated/0/source", "database");
        assertThat(house.settings.get(DOOR)).isFalse();

        house.operator()
                .patch("/auth/admin/settings", "{\"settings\": [{\"key\": \"door_open\", \"value\": null}]}")
                .hasStatus(200)
                .hasValue("/updated/0/source", "environment");
        assertThat(house.settings.get(DOOR))
                .as("null has the environment decide again")
                .isTrue();
    }

    @Test
    void whereTheEnvironmentWinsASettingIsLocked() {
        SettingsHouse unlocked = open();
        patch(unlocked, "house_name", "Villa").hasStatus(200);
        SettingsHouse house = open(Map.of("HOUSE_NAME", "Castle"));
        assertThat(of(house.operator().get("/auth/admin/settings"), "house", "house_name"))
                .containsEntry("value", "Castle")
                .containsEntry("source", "environment")
                .containsEntry("locked", true)
                .containsEntry("effective", "start")
                .containsEntry("delay", "It is written over the door.");
        patch(house, "house_name", "Hut")
                .hasStatus(409)
                .hasValue("/code", "SETTING_LOCKED")
                .hasValue("/message", "house_name is set by the environment variable HOUSE_NAME");
        patch(house, "house_name", "Castle").hasStatus(200);
        house.operator()
                .patch("/auth/admin/settings", body("rooms", "5", "house_name", "Hut"))
                .hasStatus(409);
        assertThat(house.settings.get(ROOMS)).as("all or nothing").isEqualTo(4);
    }

    @Test
    void whatIsReadAtTheStartStandsInTheConfiguration() {
        SettingsHouse house = open();
        assertThat(house.settings.configuration().get(NAME_VARIABLE)).isEqualTo("House");
        patch(house, "house_name", "Villa").hasStatus(200);
        SettingsHouse next = open();
        assertThat(next.settings.configuration().get(NAME_VARIABLE)).isEqualTo("Villa");
        assertThat(next.settings.get(NAME)).isEqualTo("Villa");
        assertThat(next.settings.configuration()).isSameAs(next.settings.configuration());
    }

    @Test
    void theConfigurationOfARunningProcessFollowsWhatIsMadeAnewOfIt() {
        SettingsHouse here = open();
        patch(here, "house_name", "Villa").hasStatus(200);
        SettingsHouse there = open();
        Settings before = there.settings.configuration();
        here.operator()
                .patch("/auth/admin/settings", body("alarm", "true", "house_name", "Castle"))
                .hasStatus(200);
        await(() -> there.settings.configuration().get(ALARM_VARIABLE));
        assertThat(there.settings.configuration()).isNotSameAs(before);
        assertThat(there.settings.configuration().get(NAME_VARIABLE))
                .as("what shows at the next start stays as it was")
                .isEqualTo("Villa");
        assertThat(here.settings.configuration().get(NAME_VARIABLE)).isEqualTo("House");
    }

    @Test
    void whatBreaksRulesThatTheEnvironmentKeepsIsNotFollowed() {
        patch(open(), "house_name", "Villa").hasStatus(200);
        SettingsHouse named = open();
        SettingsHouse nameless = open(Map.of("HOUSE_NAME", "House"));
        patch(named, "alarm", "true").hasStatus(200);
        await(() -> nameless.settings.get(ALARM));
        assertThat(nameless.settings.configuration().get(ALARM_VARIABLE)).isFalse();
        assertThat(named.settings.configuration().get(ALARM_VARIABLE)).isTrue();
    }

    @Test
    void whatASettingWasIsKnownForWhoeverHoldsOnToIt() {
        SettingsHouse house = open();
        SettingsHouse other = open();
        Instant before = house.clock.instant();
        house.clock.advance(Duration.ofMinutes(1));
        other.clock.advance(Duration.ofMinutes(1));
        patch(house, "rooms", "7").hasStatus(200);
        assertThat(other.settings.hasHad(ROOMS, 4L, before)).as("the default").isTrue();
        assertThat(other.settings.hasHad(ROOMS, 7L, before)).as("now").isTrue();
        assertThat(other.settings.get(ROOMS)).as("heard by asking").isEqualTo(7);
        assertThat(other.settings.hasHad(ROOMS, 5L, before)).as("never").isFalse();
        assertThat(other.settings.hasHad(ROOMS, 4L, before.plusSeconds(61)))
                .as("over by then")
                .isFalse();
    }

    @Test
    void whoIsNoAdministratorAnyMoreWhenItIsTheirTurnChangesNothing() throws Exception {
        SettingsHouse house = open();
        String seen =
                house.operator().get("/auth/admin/settings").header("etag").orElseThrow();
        try (ExecutorService one = Executors.newSingleThreadExecutor()) {
            Future<HttpAnswer> waiting = house.database.write(tx -> {
                tx.sql().execute("select from platform.system_settings_revision for update");
                Future<HttpAnswer> begun =
                        one.submit(() -> house.admin().patch("/auth/admin/settings", body("rooms", "5")));
                await(() -> rows().queryLong("select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                                + " and query like '%system_settings_revision%'")
                        == 1);
                house.dismissed.add(SettingsHouse.ADMIN);
                return begun;
            });
            waiting.get().hasStatus(403).hasValue("/code", "FORBIDDEN");
        }
        house.admin()
                .put("/auth/admin/dashboard-permissions", Map.of("admin", Map.of(), "member", Map.of()))
                .hasStatus(403);
        house.operator().get("/auth/admin/settings").hasHeader("etag", seen);
        assertThat(count("platform.audit_events")).isZero();
    }

    @Test
    void aSettingWhoseTruthIsElsewhereIsReadAndWrittenThere() {
        SettingsHouse house = open();
        Map<String, String> truth = new ConcurrentHashMap<>(Map.of("rooms", "11"));
        house.settings.keep(ROOMS, new SettingHome() {
            @Override
            public Optional<String> read(Handle sql) {
                return Optional.ofNullable(truth.get("rooms"));
            }

            @Override
            public void write(Transaction tx, Optional<String> text, Origin origin) {
                if (text.filter("13"::equals).isPresent()) {
                    throw new InvalidValueException("must not be unlucky");
                }
                tx.afterCommit(() -> truth.put("rooms", text.orElseThrow()));
            }
        });
        assertThat(of(house.operator().get("/auth/admin/settings"), "house", "rooms"))
                .containsEntry("value", "11");
        patch(house, "rooms", "13").hasStatus(400).hasValue("/message", "rooms must not be unlucky");
        house.admin()
                .patch("/auth/admin/settings", body("rooms", "12", "door_open", "false"))
                .hasStatus(200)
                .hasValue("/updated/0/value", "12")
                .hasValue("/updated/0/updatedBy", SettingsHouse.ADMIN.toString());
        truth.put("rooms", "20");
        assertThat(of(house.operator().get("/auth/admin/settings"), "house", "rooms"))
                .containsEntry("value", "20")
                .containsEntry("updatedBy", "");
        patch(house, "rooms", "20").hasStatus(200);
        house.operator()
                .get("/auth/admin/settings/history?key=rooms")
                .hasValue("/total", 1)
                .hasValue("/changes/0/oldValue", "11")
                .hasValue("/changes/0/newValue", "12");
        assertThat(rows().queryLong("select count(*) from platform.system_settings where key = 'rooms'"))
                .isZero();
    }

    @Test
    void aChangeThatTheNextStartCouldNotLiveWithIsRefused() {
        SettingsHouse house = open();
        patch(house, "alarm", "true").hasStatus(400).hasValue("/message", "alarm needs a name of the house.");
        house.operator()
                .patch("/auth/admin/settings", body("alarm", "true", "house_name", "Villa"))
                .hasStatus(200);
        house.operator()
                .patch("/auth/admin/settings", "{\"settings\": [{\"key\": \"house_name\", \"value\": null}]}")
                .hasStatus(400);
    }

    @Test
    void secretsAreNeverShownNorStoredInClear() {
        SettingsHouse house = open();
        assertThat(of(house.operator().get("/auth/admin/settings"), "safe", "safe_code"))
                .containsEntry("value", "")
                .containsEntry("secret", true);
        HttpAnswer set = patch(house, "safe_code", CODE).hasStatus(200).hasValue("/updated/0/value", Secret.MASK);
        assertThat(house.settings.get(SAFE_CODE)).contains(new Secret(CODE));
        HttpAnswer mask = patch(house, "safe_code", Secret.MASK).hasStatus(200);
        assertThat(house.settings.get(SAFE_CODE)).as("writing back the mask").contains(new Secret(CODE));
        HttpAnswer refused = patch(house, "safe_code", "abc").hasStatus(400);
        HttpAnswer listing = house.operator().get("/auth/admin/settings");
        HttpAnswer history =
                house.operator().get("/auth/admin/settings/history").hasStatus(200);
        assertThat(history.json().at("/total").asInt())
                .as("the mask is no change")
                .isEqualTo(1);

        for (HttpAnswer answer : List.of(set, mask, refused, listing, history)) {
            assertThat(answer.body()).doesNotContain(CODE).doesNotContain("abc");
        }
        for (String table : List.of("system_settings", "system_setting_changes", "audit_events")) {
            assertThat(rows().queryText("select coalesce(string_agg(t::text, ' '), '') from platform." + table + " t"))
                    .isNotEmpty()
                    .doesNotContain(CODE);
        }
        assertThat(house.settings.snapshot().toString()).doesNotContain(CODE);
        patch(house, "safe_code", "").hasStatus(200).hasValue("/updated/0/value", "");
        assertThat(house.settings.get(SAFE_CODE)).isEmpty();
    }

    @Test
    void aSecretSealedForOneKeyOpensForNoOther() {
        SettingsHouse house = open();
        patch(house, "safe_code", CODE).hasStatus(200);
        rows().execute("update platform.system_settings set key = 'house_name' where key = 'safe_code'");
        rows().execute("update platform.system_settings_revision set revision = revision + 1");
        assertThat(open().settings.get(NAME)).isEqualTo("House");
    }

    @Test
    void aSecretOfAnotherMasterKeyCountsAsNotSet() {
        patch(open(), "safe_code", CODE).hasStatus(200);
        SettingsHouse other = SettingsHouse.withOtherMasterKey(rows().url());
        houses.add(other);
        assertThat(other.settings.get(SAFE_CODE)).isEmpty();
        patch(other, "safe_code", "new code").hasStatus(200);
        assertThat(other.settings.get(SAFE_CODE)).contains(new Secret("new code"));
    }

    @Test
    void aStoredValueThatFitsNoMoreIsIgnored() {
        rows().execute("insert into platform.system_settings values ('rooms', '5000', false, now(), null)");
        assertThat(open().settings.get(ROOMS)).isEqualTo(4);
    }

    @Test
    void everyChangeIsAuditedAndKeptInTheHistory() {
        SettingsHouse house = open();
        house.admin()
                .patch("/auth/admin/settings", body("rooms", "5", "door_open", "false"))
                .hasStatus(200)
                .hasValue("/updated/0/updatedBy", SettingsHouse.ADMIN.toString())
                .hasValue("/updated/0/updatedAt", "2026-05-30T12:00:00.000Z");
        assertThat(rows().queryText("select concat_ws(' ', type, actor_kind, actor_id, metadata)"
                        + " from platform.audit_events"))
                .isEqualTo("admin.settings_updated USER " + SettingsHouse.ADMIN
                        + " {\"changes\": {\"rooms\": {\"to\": \"5\", \"from\": \"(default)\"},"
                        + " \"door_open\": {\"to\": \"false\", \"from\": \"(default)\"}}}");
        patch(house, "rooms", "6").hasStatus(200);
        patch(house, "rooms", "6").hasStatus(200);

        house.operator()
                .get("/auth/admin/settings/history?key=rooms")
                .hasStatus(200)
                .hasValue("/total", 2)
                .hasValue("/changes/0/oldValue", "5")
                .hasValue("/changes/0/newValue", "6")
                .hasValue("/changes/0/actor", "operator")
                .hasValue("/changes/1/newValue", "5")
                .hasValue("/changes/1/changedBy", SettingsHouse.ADMIN.toString());
        HttpAnswer first = house.operator()
                .get("/auth/admin/settings/history?limit=2")
                .hasStatus(200)
                .hasValue("/total", 3);
        assertThat(first.json().at("/changes").size()).isEqualTo(2);
        assertThat(first.header("link"))
                .hasValueSatisfying(link -> assertThat(link).contains("offset=2"));
    }

    @Test
    void whoHasSeenAnOlderStateMayAskNotToOverwriteANewerOne() {
        SettingsHouse house = open();
        String seen =
                house.operator().get("/auth/admin/settings").header("etag").orElseThrow();
        house.operator()
                .withHeader("If-Match", seen)
                .patch("/auth/admin/settings", body("rooms", "5"))
                .hasStatus(200);
        house.operator()
                .withHeader("If-Match", seen)
                .patch("/auth/admin/settings", body("rooms", "6"))
                .hasStatus(412);
        assertThat(house.settings.get(ROOMS)).isEqualTo(5);
    }

    @Test
    void parallelChangesLoseNothing() throws Exception {
        List<SettingsHouse> both = List.of(open(), open());
        int threads = 8;
        CyclicBarrier barrier = new CyclicBarrier(threads);
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                SettingsHouse house = both.get(i % 2);
                String key = i < 4 ? "rooms" : "house_name";
                String value = String.valueOf(i + 10);
                Callable<Integer> act = () -> {
                    barrier.await();
                    return patch(house, key, value).status();
                };
                answers.add(executor.submit(act));
            }
            for (Future<Integer> answer : answers) {
                assertThat(answer.get()).isEqualTo(200);
            }
        }
        assertThat(count("platform.system_setting_changes")).isEqualTo(8);
        assertThat(rows().queryLong("select revision from platform.system_settings_revision"))
                .isEqualTo(8);
        String stored = rows().queryText("select value from platform.system_settings where key = 'rooms'");
        for (SettingsHouse house : both) {
            await(() -> house.settings.get(ROOMS).toString().equals(stored));
        }
    }

    @Test
    void onlyThoseWhoLookAfterTheInstallationAreLetIn() {
        SettingsHouse house = open();
        Map<String, Integer> expected =
                Map.of("operator", 200, "admin", 200, "admin-of-another-project", 403, "user", 403, "nobody", 401);
        expected.forEach((token, status) -> {
            for (String path : List.of("settings", "settings/history", "dashboard-permissions")) {
                house.anybody().withBearer(token).get("/auth/admin/" + path).hasStatus(status);
            }
            house.anybody()
                    .withBearer(token)
                    .patch("/auth/admin/settings", body("rooms", "5"))
                    .hasStatus(status);
        });
        house.anybody().get("/auth/admin/settings").hasStatus(401);
    }

    @Test
    void dashboardPermissionsHaveTheirOwnPlace() {
        SettingsHouse house = open();
        house.operator()
                .get("/auth/admin/dashboard-permissions")
                .hasStatus(200)
                .hasValue("/permissions/admin/users", true)
                .hasValue("/permissions/admin/settings-server", true)
                .hasValue("/permissions/member/team", true)
                .hasValue("/permissions/member/users", false);
        house.operator()
                .put(
                        "/auth/admin/dashboard-permissions",
                        Map.of("admin", Map.of("deposits", false), "member", Map.of("users", true)))
                .hasStatus(200)
                .hasValue("/permissions/admin/deposits", false)
                .hasValue("/permissions/admin/users", true)
                .hasValue("/permissions/member/users", true);
        house.operator().get("/auth/admin/dashboard-permissions").hasValue("/permissions/admin/deposits", false);
        for (String bad : List.of(
                "{\"admin\": {}}",
                "{\"admin\": {\"cellar\": true}, \"member\": {}}",
                "{\"admin\": {\"users\": \"yes\"}, \"member\": {}}",
                "{\"permissions\": {\"admin\": {}, \"member\": {}}}")) {
            house.operator().put("/auth/admin/dashboard-permissions", bad).hasStatus(400);
        }
        patch(house, "dashboard_permissions", "{\"admin\": {\"team\": false}, \"member\": {}}")
                .hasStatus(200);
        house.operator().get("/auth/admin/dashboard-permissions").hasValue("/permissions/admin/team", false);
        for (String bad : List.of("[]", "{\"admin\": 1, \"member\": {}}", "{", "{\"admin\": {}}")) {
            patch(house, "dashboard_permissions", bad).hasStatus(400);
        }
    }

    @Test
    void aSettingOutsideOfTheCatalogueIsAMistake() {
        SettingsHouse house = open();
        SystemSetting<Boolean> stranger = SystemSetting.bool("stranger", "house", true, "Not declared.");
        assertThatThrownBy(() -> house.settings.get(stranger)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        house.settings.change(Map.of("stranger", Optional.of("1")), Origin.SYSTEM, (tx, who) -> {}))
                .isInstanceOf(ApiException.class);
    }

    private SettingsHouse open() {
        return open(Map.of());
    }

    private SettingsHouse open(Map<String, String> environment) {
        SettingsHouse house = new SettingsHouse(rows().url(), environment);
        houses.add(house);
        return house;
    }

    private TestDatabase rows() {
        return DATABASES.database();
    }

    private long count(String table) {
        return rows().queryLong("select count(*) from " + table);
    }

    private static HttpAnswer patch(SettingsHouse house, String key, String value) {
        return house.operator().patch("/auth/admin/settings", body(key, value));
    }

    private static Map<String, Object> body(String... keysAndValues) {
        List<Map<String, String>> settings = new ArrayList<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            settings.add(Map.of("key", keysAndValues[i], "value", keysAndValues[i + 1]));
        }
        return Map.of("settings", settings);
    }

    /** One setting of a listing, as plain values. */
    private static Map<String, Object> of(HttpAnswer listing, String category, String key) {
        Map<String, Object> found = new java.util.HashMap<>();
        listing.json().at("/settings/" + category).forEach(setting -> {
            if (setting.path("key").asString("").equals(key)) {
                setting.properties()
                        .forEach(property -> found.put(
                                property.getKey(),
                                property.getValue().isBoolean()
                                        ? property.getValue().asBoolean()
                                        : property.getValue().asString("")));
            }
        });
        return found;
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited too long");
            }
            Thread.onSpinWait();
            java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
        }
    }
}
