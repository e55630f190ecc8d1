package dev.latchkey.access.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.access.AccessHouse;
import dev.latchkey.access.AccessHouse.Person;
import dev.latchkey.testkit.DatabaseExtension;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract's table of operators (access.md 5), line by line, over HTTP: one policy that is changed each time. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OperatorsTest {

    @RegisterExtension
    static final DatabaseExtension DATABASE = AccessHouse.databases();

    private AccessHouse house;
    private Person owner;
    private UUID organization;
    private String policy;

    @BeforeAll
    void open() {
        house = AccessHouse.open(DATABASE.database());
        owner = house.signUp("olga");
        organization = house.organization(owner);
        String policies = "/auth/orgs/" + organization + "/policies";
        policy = policies + "/"
                + owner.probe()
                        .post(
                                policies,
                                "{\"name\": \"p\", \"permission\": \"a:b\", \"effect\": \"allow\", \"conditions\": {}}")
                        .hasStatus(200)
                        .text("/id");
    }

    @AfterAll
    void close() {
        house.wipe();
        house.close();
    }

    @Test
    void equalsComparesJson() {
        on("equals", "\"x\"")
                .matches("\"x\"")
                .misses("\"X\"")
                .misses("1")
                .misses("null")
                .missesAbsent();
        on("equals", "1").matches("1").matches("1.0").misses("\"1\"").misses("true");
        on("equals", "null").matches("null").missesAbsent();
        on("equals", "{\"a\": [1, {\"b\": null}]}")
                .matches("{\"a\": [1.0, {\"b\": null}]}")
                .misses("{\"a\": [1, {}]}");
        on("equals", "[1, 2]").matches("[1, 2]").misses("[2, 1]").misses("[1, 2, 3]");
    }

    @Test
    void equalsResolvesReferences() {
        String own = "\"" + owner.id() + "\"";
        on("equals", "\"${subject.user_id}\"")
                .matches(own)
                .misses("\"" + UUID.randomUUID() + "\"")
                .missesAbsent();
        on("equals", "\"${subject.role}\"").matches("\"owner\"");
        on("equals", "\"${subject.email}\"").matches("\"olga@example.com\"");
        on("equals", "\"${subject.is_system_admin}\"").matches("false").misses("\"false\"");
        on("equals", "\"${resource.org_id}\"").matches("\"" + organization + "\"");
        on("equals", "\"${environment.tenant.id}\"").matches("7").misses("\"7\"");
        on("equals", "\"${subject.nothing}\"").matches("\"${subject.nothing}\"").misses("null");
        on("equals", "\"${nobody.user_id}\"").matches("\"${nobody.user_id}\"").misses(own);
        on("starts_with", "\"${subject.user_id}\"").misses(own);
    }

    @Test
    void inAndNotInLookForOneOfAList() {
        on("in", "[\"x\", 2, null]")
                .matches("\"x\"")
                .matches("2.0")
                .matches("null")
                .misses("\"2\"")
                .missesAbsent();
        on("in", "[]").misses("\"x\"").missesAbsent();
        on("not_in", "[\"x\", 2]")
                .misses("\"x\"")
                .misses("2")
                .matches("\"y\"")
                .matches("null")
                .matchesAbsent();
        on("not_in", "[]").matches("\"x\"").matchesAbsent();
    }

    @Test
    void numbersAreComparedAsNumbers() {
        on("greater_than", "2")
                .matches("2.5")
                .misses("2")
                .misses("\"3\"")
                .misses("null")
                .missesAbsent();
        on("greater_or_equal", "2").matches("2").matches("3").misses("1.9").missesAbsent();
        on("less_than", "2").matches("-5").misses("2").misses("\"1\"").missesAbsent();
        on("less_or_equal", "2").matches("2.0").misses("2.000001").missesAbsent();
    }

    @Test
    void textsAreSearched() {
        on("contains", "\"bc\"")
                .matches("\"abcd\"")
                .misses("\"ab c\"")
                .misses("[\"bc\"]")
                .missesAbsent();
        on("contains", "\"\"").matches("\"\"").misses("1").missesAbsent();
        on("starts_with", "\"ab\"")
                .matches("\"abc\"")
                .misses("\"cab\"")
                .misses("null")
                .missesAbsent();
        on("ends_with", "\"ab\"")
                .matches("\"cab\"")
                .misses("\"abc\"")
                .misses("[\"ab\"]")
                .missesAbsent();
        on("array_contains", "\"bc\"")
                .matches("[1, \"bc\"]")
                .misses("\"abcd\"")
                .misses("[]")
                .missesAbsent();
    }

    @Test
    void existsIsAboutPresence() {
        on("exists", "true").matches("\"\"").matches("false").misses("null").missesAbsent();
        on("exists", "false").misses("\"\"").misses("0").matches("null").matchesAbsent();
    }

    @Test
    void timesAreCompared() {
        on("before", "\"2026-05-30T12:00:00Z\"")
                .matches("\"2026-05-30T13:59:59+02:00\"")
                .misses("\"2026-05-30T12:00:00Z\"")
                .misses("\"yesterday\"")
                .misses("0")
                .missesAbsent();
        on("after", "\"2026-05-30T12:00:00Z\"")
                .matches("\"2026-05-30T12:00:00.001Z\"")
                .missesAbsent();
        on("time_between", "{\"from\": \"09:00\", \"to\": \"17:00\", \"time_zone\": \"Europe/Berlin\"}")
                .matches("\"2026-05-30T07:00:00Z\"")
                .misses("\"2026-05-30T15:00:00Z\"")
                .misses("\"2026-05-30T06:59:59Z\"")
                .misses("\"+999999999-12-31T23:59:59-18:00\"")
                .missesAbsent();
        on("time_between", "{\"from\": \"22:00\", \"to\": \"06:00\"}")
                .matches("\"2026-05-30T23:00:00Z\"")
                .matches("\"2026-05-30T05:59:59Z\"")
                .misses("\"2026-05-30T06:00:00Z\"");
        on("day_of_week", "[\"saturday\", \"sunday\"]")
                .matches("\"2026-05-30T12:00:00Z\"")
                .misses("\"2026-05-29T23:00:00Z\"");
        on("day_of_week", "{\"days\": [\"saturday\"], \"time_zone\": \"Asia/Tokyo\"}")
                .matches("\"2026-05-29T23:00:00Z\"")
                .missesAbsent();
    }

    @Test
    void addressesAreHeldAgainstNetworks() {
        on("ip_in", "[\"10.0.0.0/8\", \"2001:db8::/32\"]")
                .matches("\"10.255.0.1\"")
                .matches("\"2001:db8:1::1\"")
                .matches("\"::ffff:10.0.0.1\"")
                .misses("\"11.0.0.1\"")
                .misses("\"2001:db9::1\"")
                .misses("\"10.1\"")
                .misses("\"localhost\"")
                .misses("10")
                .missesAbsent();
        on("ip_in", "\"192.0.2.7\"").matches("\"192.0.2.7\"").misses("\"192.0.2.8\"");
    }

    @Test
    void conditionsAreAndedOredAndNegated() {
        when("""
                {"any": [{"resource": {"x": {"type": "equals", "value": 1}}},
                         {"not": {"resource": {"x": {"type": "less_than", "value": 10}}}}],
                 "subject": {"role": {"type": "equals", "value": "owner"}}}
                """).matches("1").matches("10").misses("2").matchesAbsent();
        when("""
                {"all": [{"x": {}}]}
                """.replace(
                                "{\"x\": {}}",
                                "{\"resource\": {\"x\": {\"type\": \"greater_than\", \"value\": 1}}},"
                                        + "{\"resource\": {\"x\": {\"type\": \"less_than\", \"value\": 3}}}"))
                .matches("2")
                .misses("3")
                .missesAbsent();
        when("{\"subject\": {\"role\": {\"type\": \"equals\", \"value\": \"admin\"}}}")
                .misses("1");
        when("{\"resource\": {\"x.y.z\": {\"type\": \"equals\", \"value\": 1}}}")
                .matches("{\"y\": {\"z\": 1}}")
                .misses("{\"y\": {}}")
                .misses("{\"y\": [1]}")
                .missesAbsent();
        when("{\"x\": {\"greater_than\": 1, \"less_than\": 3}, \"org_id\": {\"equals\": \"" + organization + "\"}}")
                .matches("2")
                .misses("3");
    }

    @Test
    void theServerSaysWhenAndWhereFromARequestOfAUserComes() {
        when("{\"environment\": {\"ip\": {\"type\": \"ip_in\", \"value\": [\"127.0.0.0/8\", \"::1\"]}}}")
                .matches("1");
        when("{\"environment\": {\"ip\": {\"type\": \"equals\", \"value\": \"203.0.113.9\"}}}")
                .misses("1");
        when("{\"environment\": {\"time\": {\"type\": \"time_between\", \"value\":"
                        + " {\"from\": \"11:00\", \"to\": \"12:05\"}}}}")
                .matches("1");
        house.clock.set(AccessHouse.NOON.plusSeconds(300));
        assertThat(isAllowed("1")).isFalse();
        house.clock.set(AccessHouse.NOON);
    }

    private Case on(String operator, String value) {
        return when("{\"resource\": {\"x\": {\"type\": \"" + operator + "\", \"value\": " + value + "}}}");
    }

    private Case when(String conditions) {
        owner.probe().patch(policy, "{\"conditions\": " + conditions + "}").hasStatus(200);
        return new Case(conditions);
    }

    private boolean isAllowed(String x) {
        String resource = x.isEmpty() ? "{}" : "{\"x\": " + x + "}";
        return owner.probe()
                .post(
                        "/auth/authorize",
                        "{\"orgId\": \"" + organization + "\", \"permission\": \"a:b\", \"resource\": " + resource
                                + ", \"environment\": {\"tenant\": {\"id\": 7}, \"ip\": \"203.0.113.9\","
                                + " \"time\": \"2020-01-01T00:00:00Z\"}}")
                .hasStatus(200)
                .json()
                .get("allowed")
                .booleanValue();
    }

    private final class Case {

        private final String conditions;

        private Case(String conditions) {
            this.conditions = conditions;
        }

        private Case matches(String x) {
            assertThat(isAllowed(x)).as("%s on %s", conditions, x).isTrue();
            return this;
        }

        private Case misses(String x) {
            assertThat(isAllowed(x)).as("%s on %s", conditions, x).isFalse();
            return this;
        }

        private Case matchesAbsent() {
            return matches("");
        }

        private Case missesAbsent() {
            return misses("");
        }
    }
}
