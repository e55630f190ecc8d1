package dev.latchkey.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.testkit.DatabaseExtension;
import dev.latchkey.testkit.HttpAnswer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class SetupTest {

    @RegisterExtension
    static final DatabaseExtension DATABASE = IdentityHouse.databases();

    private static IdentityHouse house;
    private static String token;

    @BeforeAll
    static void open() {
        house = IdentityHouse.open(DATABASE.database(), Map.of("BOOTSTRAP_ADMIN_EMAIL", "Boss@Example.com"));
        token = house.setupToken().reveal();
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @BeforeEach
    void wipe() {
        house.wipe();
    }

    @Test
    void whoHoldsTheTokenMakesTheFirstAdministratorOnce() {
        house.anonymous
                .get("/setup/status")
                .hasStatus(200)
                .hasValue("/needsSetup", true)
                .hasValue("/hasAdmin", false);

        String id = create("root@example.com", token)
                .hasStatus(201)
                .hasValue("/success", true)
                .lacks("/tokens")
                .text("/userId");

        house.anonymous.get("/setup/status").hasValue("/needsSetup", false).hasValue("/hasAdmin", true);
        assertThat(house.userColumn(id, "is_system_admin")).isEqualTo("t");
        assertThat(house.userColumn(id, "email_verified")).isEqualTo("t");
        assertThat(house.audited("setup.admin", id)).isEqualTo(1);
        house.anonymous
                .post("/auth/login", Map.of("email", "root@example.com", "password", "SecurePass1!"))
                .hasStatus(200);
        create("second@example.com", token).hasStatus(403).hasValue("/code", "FORBIDDEN");
        assertThat(house.count("identity.users")).isEqualTo(1);
    }

    @Test
    void theTokenMayComeInAHeader() {
        house.anonymous
                .withHeader("X-Setup-Token", token)
                .post("/setup/admin", Map.of("email", "root@example.com", "password", "SecurePass1!"))
                .hasStatus(201);
    }

    @Test
    void withoutTheTokenNobodyBecomesAdministrator() {
        for (String wrong : List.of("", "setup_", token.substring(1), token + "x")) {
            create("eve@example.com", wrong)
                    .hasStatus(401)
                    .hasValue("/code", "INVALID_TOKEN")
                    .neverMentions(token);
        }
        assertThat(house.count("identity.users")).isZero();
        assertThat(house.count("platform.audit_events where outcome = 'FAILURE' and type = 'setup.admin'"))
                .isEqualTo(4);
    }

    @Test
    void theRulesOfPasswordsAndAddressesHoldForAdministrators() {
        Map<String, String> weak = Map.of("email", "root@example.com", "password", "12345678", "setupToken", token);
        house.anonymous.post("/setup/admin", weak).hasStatus(400).hasValueMatching("/message", ".*; .*");
        create("no address", token).hasStatus(400);
        assertThat(house.count("identity.users")).isZero();
    }

    @Test
    void ofParallelCallsOneMakesTheAdministrator() throws Exception {
        List<Callable<Integer>> calls = IntStream.range(0, 8)
                .mapToObj(i -> (Callable<Integer>)
                        () -> create("root" + i + "@example.com", token).status())
                .toList();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Integer> statuses = threads.invokeAll(calls).stream()
                    .map(result -> result.resultNow())
                    .toList();
            assertThat(statuses).containsOnlyOnce(201);
            assertThat(statuses.stream().filter(status -> status == 403)).hasSize(7);
        }
        assertThat(house.count("identity.users")).isEqualTo(1);
    }

    private static HttpAnswer create(String email, String setupToken) {
        Map<String, String> body = new HashMap<>(Map.of("email", email, "password", "SecurePass1!"));
        body.put("setupToken", setupToken);
        body.put("name", "Root");
        return house.anonymous.post("/setup/admin", body);
    }
}
