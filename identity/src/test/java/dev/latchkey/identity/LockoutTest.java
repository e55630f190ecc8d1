package dev.latchkey.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.identity.password.LoginLimits;
import dev.latchkey.identity.throttle.Throttle;
import dev.latchkey.testkit.DatabaseExtension;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Guessing passwords: from one place, from many at once, and what it does to whom it is not about. */
final class LockoutTest {

    private static final String PASSWORD = "SecurePass1!";
    private static final String ATTACKER = "198.51.100.7";
    private static final String OWNER = "203.0.113.9";

    @RegisterExtension
    static final DatabaseExtension DATABASE = IdentityHouse.databases();

    private static IdentityHouse house;

    @BeforeAll
    static void open() {
        house = IdentityHouse.open(DATABASE.database(), Map.of("TRUST_PROXY", "true", "COOKIE_ENABLED", "true"));
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
    void nobodyIsLockedOutByGuessesFromElsewhere() {
        register("ann@example.com");
        lock("ann@example.com", ATTACKER);

        login("ann@example.com", PASSWORD, "198.51.100.200").hasStatus(429).hasValue("/code", "ACCOUNT_LOCKED");
        login("ann@example.com", PASSWORD, OWNER).hasStatus(200);
        login("ann@example.com", PASSWORD, ATTACKER).hasStatus(429);
        login("bob@example.com", PASSWORD, ATTACKER).hasStatus(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ann@example.com", "nobody@example.com"})
    void locksDoubleUpToADayAndAreForgottenInQuietTimes(String email) {
        register("ann@example.com");
        List<String> seconds = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            lock(email, ATTACKER);
            String left = login(email, PASSWORD, ATTACKER)
                    .hasStatus(429)
                    .header("Retry-After")
                    .orElseThrow();
            seconds.add(left);
            house.clock.advance(Duration.ofSeconds(Long.parseLong(left)));
        }
        assertThat(seconds).containsExactly("1800", "3600", "7200", "14400", "28800", "57600", "86400");

        house.clock.advance(Duration.ofDays(7));
        lock(email, ATTACKER);
        login(email, PASSWORD, ATTACKER).hasStatus(429).hasHeader("Retry-After", "1800");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ann@example.com", "nobody@example.com"})
    void aHundredGuessesAtOnceGetFiveTries(String email) throws Exception {
        register("ann@example.com");
        long hashes = house.gate.finished();

        List<HttpAnswer> answers = atOnce(100, () -> login(email, "Wrong-Pass-1", ATTACKER));

        assertThat(house.gate.finished() - hashes).isEqualTo(5);
        assertThat(answers).filteredOn(answer -> answer.status() == 401).hasSize(5);
        assertThat(answers).filteredOn(answer -> answer.status() == 429).hasSize(95);
        assertThat(failures()).isEqualTo(5);
        assertThat(notices("5")).isOne();
    }

    @Test
    void rightPasswordsAtOnceAllSignIn() throws Exception {
        register("ann@example.com");
        List<HttpAnswer> answers = atOnce(20, () -> login("ann@example.com", PASSWORD, OWNER));
        assertThat(answers).extracting(HttpAnswer::status).containsOnly(200);
        assertThat(house.rows.queryLong("select count(*) from identity.throttles where cardinality(in_flight) > 0"))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ann@example.com", "nobody@example.com"})
    void guessesFromManyNetworksLockTheAccountForStrangers(String email) {
        register("ann@example.com");
        spread(email, 49);
        login(email, "Wrong-Pass-1", "192.0.2.1").hasStatus(401);
        assertThat(notices("50")).isOne();

        login(email, PASSWORD, "192.0.2.200").hasStatus(429).hasValue("/code", "ACCOUNT_LOCKED");
        login(email, PASSWORD, "2001:db8::1")
                .hasStatus(429)
                .hasValueMatching("/message", ".*60 minutes")
                .hasHeader("Retry-After", "3600");
        house.clock.advance(Duration.ofMinutes(61));
        login(email, PASSWORD, "192.0.2.200").hasStatus(email.startsWith("ann") ? 200 : 401);
    }

    @Test
    void networksThatTheAccountIsSignedInFromAreNotLockedWithIt() {
        register("ann@example.com", OWNER);
        spread("ann@example.com", 50);

        login("ann@example.com", PASSWORD, "203.0.113.77").hasStatus(200);
        login("ann@example.com", PASSWORD, "203.0.114.77").hasStatus(429);
        assertThat(inFlight()).isZero();
    }

    @Test
    void devicesThatHaveSignedInBeforeAreNotLockedWithTheAccountOrTheirNetwork() {
        register("ann@example.com");
        String mark = mark(login("ann@example.com", PASSWORD, OWNER).hasStatus(200));
        assertThat(mark).matches("[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{22}");
        house.rows.execute("update identity.sessions set revoked_at = now(), revoked_reason = 'logout'");
        spread("ann@example.com", 50);
        lock("ann@example.com", ATTACKER, 429);

        login("ann@example.com", PASSWORD, "192.0.2.99").hasStatus(429);
        assertThat(mark(login("ann@example.com", PASSWORD, "192.0.2.99", mark).hasStatus(200)))
                .isEqualTo(mark);
        login("ann@example.com", PASSWORD, ATTACKER, mark).hasStatus(200);
    }

    @Test
    void aDeviceHasNoMoreTriesThanANetwork() {
        register("ann@example.com");
        String mark = mark(login("ann@example.com", PASSWORD, OWNER).hasStatus(200));
        for (int i = 0; i < 5; i++) {
            login("ann@example.com", "Wrong-Pass-1", "192.0.2." + i, mark).hasStatus(401);
        }
        login("ann@example.com", PASSWORD, "192.0.3.1", mark).hasStatus(429);
        login("ann@example.com", PASSWORD, OWNER).hasStatus(200);
    }

    @Test
    void marksOfOtherAccountsAndForgedOnesAreNone() {
        register("ann@example.com");
        register("eve@example.com");
        String foreign = mark(login("eve@example.com", PASSWORD, ATTACKER).hasStatus(200));
        house.rows.execute("update identity.sessions set revoked_at = now(), revoked_reason = 'logout'");
        spread("ann@example.com", 50);

        String id = foreign.substring(0, 22);
        for (String mark : List.of(foreign, id + "." + "A".repeat(22), id, "", "x".repeat(5000))) {
            login("ann@example.com", PASSWORD, "192.0.2.99", mark).hasStatus(429);
        }
    }

    @Test
    void theMarkIsSetForTheSignInOnlyAndNotOnFailure() {
        register("ann@example.com");
        HttpAnswer answer = login("ann@example.com", PASSWORD, OWNER).hasStatus(200);
        assertThat(answer.headers("Set-Cookie"))
                .filteredOn(cookie -> cookie.startsWith("cedros_device="))
                .singleElement()
                .asString()
                .contains("; Path=/auth/login; Max-Age=31536000; Secure; HttpOnly; SameSite=Lax");
        assertThat(login("ann@example.com", "Wrong-Pass-1", OWNER).headers("Set-Cookie"))
                .noneMatch(cookie -> cookie.startsWith("cedros_device="));
    }

    @Test
    void theRightPasswordOfAnInactiveAccountIsNoFailure() {
        String id = register("ann@example.com");
        house.backend().patch("/users/" + id, Map.of("status", "SUSPENDED")).hasStatus(200);
        for (int i = 0; i < 7; i++) {
            login("ann@example.com", PASSWORD, OWNER).hasStatus(403);
        }
        assertThat(inFlight()).isZero();
    }

    @Test
    void anOwnerWhoProvesTheMailboxIsUnlockedEverywhere() {
        register("ann@example.com");
        lock("ann@example.com", ATTACKER);
        lock("ann@example.com", OWNER);
        lock("bob@example.com", OWNER);

        LoginLimits limits = new LoginLimits(new Throttle());
        house.database.run(tx -> limits.forget(tx, IdentityHouse.DEFAULT_PROJECT, "ann@example.com"));

        login("ann@example.com", PASSWORD, ATTACKER).hasStatus(200);
        login("bob@example.com", PASSWORD, OWNER).hasStatus(429);
    }

    @Test
    void projectsCountByThemselves() {
        register("ann@example.com");
        String other = house.otherProject().toString();
        HttpProbe there = from(OWNER).withHeader("X-Latchkey-Project", other);
        for (int i = 0; i < 5; i++) {
            there.post("/auth/login", credentials("ann@example.com", PASSWORD)).hasStatus(401);
        }
        there.post("/auth/login", credentials("ann@example.com", PASSWORD)).hasStatus(429);
        login("ann@example.com", PASSWORD, OWNER).hasStatus(200);
    }

    @Test
    void aLockedLoginCostsOneStatementAndNoHash() {
        lock("ann@example.com", ATTACKER);
        long hashes = house.gate.finished();
        assertThat(house.statementsOf(
                        () -> login("ann@example.com", PASSWORD, ATTACKER).hasStatus(429)))
                .hasSize(1);
        assertThat(house.gate.finished()).isEqualTo(hashes);
    }

    private static void lock(String email, String ip) {
        lock(email, ip, 401);
    }

    private static void lock(String email, String ip, int status) {
        for (int i = 0; i < 5; i++) {
            login(email, "Wrong-Pass-1", ip).hasStatus(status);
        }
    }

    /** Guesses from as many networks, none of them often enough to be locked. */
    private static void spread(String email, int guesses) {
        for (int i = 0; i < guesses; i++) {
            login(email, "Wrong-Pass-1", "100.70." + i + ".1").hasStatus(401);
        }
    }

    private static List<HttpAnswer> atOnce(int times, java.util.concurrent.Callable<HttpAnswer> act) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<HttpAnswer>> all = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                all.add(threads.submit(act));
            }
            List<HttpAnswer> answers = new ArrayList<>();
            for (Future<HttpAnswer> one : all) {
                answers.add(one.get());
            }
            return answers;
        }
    }

    private static HttpAnswer login(String email, String password, String ip) {
        return from(ip).post("/auth/login", credentials(email, password));
    }

    private static HttpAnswer login(String email, String password, String ip, String mark) {
        return from(ip).withHeader("Cookie", "cedros_device=" + mark).post("/auth/login", credentials(email, password));
    }

    private static String register(String email) {
        return register(email, "233.252.0.1");
    }

    private static String register(String email, String ip) {
        return from(ip).post("/auth/register", credentials(email, PASSWORD))
                .hasStatus(201)
                .text("/user/id");
    }

    private static String mark(HttpAnswer answer) {
        return answer.headers("Set-Cookie").stream()
                .filter(cookie -> cookie.startsWith("cedros_device="))
                .map(cookie -> cookie.substring("cedros_device=".length(), cookie.indexOf(';')))
                .findFirst()
                .orElseThrow();
    }

    private static HttpProbe from(String ip) {
        return house.anonymous.withHeader("X-Forwarded-For", ip);
    }

    private static long failures() {
        return house.rows.queryLong("select count(*) from platform.audit_events"
                + " where type = 'user.login' and outcome = 'FAILURE' and metadata ->> 'reason' = 'credentials'");
    }

    private static long notices(String count) {
        return house.rows.queryLong("select count(*) from platform.outbox where topic = 'notify.login_threshold'"
                + " and payload -> 'metadata' ->> 'failed_count' = '" + count + "'");
    }

    private static long inFlight() {
        return house.rows.queryLong("select count(*) from identity.throttles where cardinality(in_flight) > 0");
    }

    private static Map<String, String> credentials(String email, String password) {
        return Map.of("email", email, "password", password);
    }
}
