package dev.latchkey.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.testkit.HttpAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What strangers learn about who has an account: by the answer nothing, by the work nothing (statements and hashes are
 * equal, exactly), and so by the time nothing that a paired comparison would show.
 */
@Isolated("compares times")
final class EnumerationTest {

    private static final String PASSWORD = "SecurePass1!";
    private static final String KNOWN = "known@example.com";
    private static final String UNKNOWN = "nobody@example.com";
    private static final String PASSWORDLESS = "nopass@example.com";
    private static final String SUSPENDED = "suspended@example.com";
    private static final String DELETED = "deleted@example.com";

    @RegisterExtension
    static final IdentityHouse house = IdentityHouse.shared();

    /** What a request cost. */
    private record Work(List<String> statements, long hashes) {}

    @BeforeEach
    void people() {
        Stream.of(KNOWN, SUSPENDED, DELETED).forEach(email -> register(email).hasStatus(201));
        house.backend()
                .post("/users", Map.of("authId", "no-password", "email", PASSWORDLESS))
                .hasStatus(201);
        house.rows.execute("update identity.users set status = 'SUSPENDED' where email = '" + SUSPENDED + "'");
        house.rows.execute("update identity.users set deleted_at = now() where email = '" + DELETED + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {UNKNOWN, PASSWORDLESS, SUSPENDED, DELETED})
    void aFailedLoginAnswersAndCostsTheSameForEverybody(String email) {
        assertThat(visible(failedLogin(email))).isEqualTo(visible(failedLogin(KNOWN)));
        assertThat(work(() -> failedLogin(email))).isEqualTo(work(() -> failedLogin(KNOWN)));
        assertThat(work(() -> failedLogin(email)).hashes()).isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {UNKNOWN, PASSWORDLESS, SUSPENDED, DELETED})
    void aLockedLoginAnswersAndCostsTheSameForEverybody(String email) {
        for (String each : List.of(KNOWN, email)) {
            for (int i = 0; i < 5; i++) {
                failedLogin(each).hasStatus(401);
            }
        }
        assertThat(visible(failedLogin(email)))
                .isEqualTo(visible(failedLogin(KNOWN).hasStatus(429)));
        assertThat(work(() -> failedLogin(email))).isEqualTo(work(() -> failedLogin(KNOWN)));
        assertThat(work(() -> failedLogin(email)).hashes()).isZero();
    }

    @Test
    void theLoginThatLocksCostsTheSameForEverybody() {
        for (String each : List.of(KNOWN, UNKNOWN)) {
            for (int i = 0; i < 4; i++) {
                failedLogin(each);
            }
        }
        assertThat(work(() -> failedLogin(UNKNOWN))).isEqualTo(work(() -> failedLogin(KNOWN)));
    }

    @Test
    void theRightPasswordOfAnUnverifiedAddressLooksLikeAWrongOneAndCountsNothing() {
        try (IdentityHouse strict = IdentityHouse.open(house.rows, Map.of("EMAIL_REQUIRE_VERIFICATION", "true"))) {
            strict.anonymous
                    .post("/auth/register", Map.of("email", "waits@example.com", "password", PASSWORD))
                    .hasStatus(201);
            Supplier<HttpAnswer> unverified = () ->
                    strict.anonymous.post("/auth/login", Map.of("email", "waits@example.com", "password", PASSWORD));
            Supplier<HttpAnswer> unknown =
                    () -> strict.anonymous.post("/auth/login", Map.of("email", UNKNOWN, "password", PASSWORD));

            assertThat(visible(unverified.get().hasStatus(401))).isEqualTo(visible(unknown.get()));
            Work ofUnverified = work(strict, unverified);
            Work ofUnknown = work(strict, unknown);
            assertThat(ofUnverified.hashes()).isEqualTo(ofUnknown.hashes()).isOne();
            assertThat(ofUnverified.statements()).hasSameSizeAs(ofUnknown.statements());
            for (int i = 0; i < 7; i++) {
                unverified.get().hasStatus(401);
            }
        }
    }

    @Test
    void registeringHashesBeforeItLooks() {
        Work fresh = work(() -> register("fresh@example.com"));
        Work known = work(() -> register(KNOWN));
        assertThat(known.hashes()).isEqualTo(fresh.hashes()).isOne();
        assertThat(known.statements().getFirst()).isEqualTo(fresh.statements().getFirst());
        assertThat(work(() -> house.anonymous.post("/auth/register", Map.of("email", KNOWN, "password", "short")))
                        .hashes())
                .as("a password that breaks the rules is refused before anybody looks")
                .isZero();
    }

    @Test
    void theTimeOfAFailedLoginDoesNotTell() {
        assertThat(ratioOfMedians(() -> failedLoginUncounted(KNOWN), () -> failedLoginUncounted(UNKNOWN)))
                .isBetween(0.6, 1.67);
        assertThat(ratioOfMedians(() -> failedLoginUncounted(KNOWN), () -> failedLoginUncounted(PASSWORDLESS)))
                .isBetween(0.6, 1.67);
    }

    /** In pairs and in random order, so that a busy machine slows both alike; medians, so that pauses do not count. */
    private static double ratioOfMedians(Runnable one, Runnable other) {
        Random random = new Random(20260530);
        List<Long> ones = new ArrayList<>();
        List<Long> others = new ArrayList<>();
        for (int i = 0; i < 90; i++) {
            boolean first = random.nextBoolean();
            long a = nanos(first ? one : other);
            long b = nanos(first ? other : one);
            if (i >= 30) {
                ones.add(first ? a : b);
                others.add(first ? b : a);
            }
        }
        return (double) median(ones) / median(others);
    }

    private static long median(List<Long> values) {
        List<Long> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }

    private static long nanos(Runnable act) {
        long begun = System.nanoTime();
        act.run();
        return System.nanoTime() - begun;
    }

    private static void failedLoginUncounted(String email) {
        failedLogin(email).hasStatus(401);
        // So that no lock begins; a quarter of an hour later the failure counts no more.
        house.clock.advance(Duration.ofMinutes(16));
    }

    /** Everything a client sees but what is new in every answer. */
    private static String visible(HttpAnswer answer) {
        return answer.status() + " " + answer.body() + " " + answer.header("Retry-After") + " "
                + answer.headers("Set-Cookie") + " " + answer.header("Content-Type") + " "
                + answer.header("WWW-Authenticate");
    }

    private static Work work(Supplier<HttpAnswer> request) {
        return work(house, request);
    }

    private static Work work(IdentityHouse where, Supplier<HttpAnswer> request) {
        long before = where.gate.finished();
        Consumer<HttpAnswer> ignored = answer -> {};
        List<String> statements = where.statementsOf(() -> ignored.accept(request.get()));
        // Whether the project is still in the cache has nothing to do with the address.
        List<String> own = statements.stream()
                .filter(statement -> !statement.contains("from tenancy.projects"))
                .toList();
        return new Work(own, where.gate.finished() - before);
    }

    private static HttpAnswer failedLogin(String email) {
        return house.anonymous.post("/auth/login", Map.of("email", email, "password", "Wrong-Pass-1"));
    }

    private static HttpAnswer register(String email) {
        return house.anonymous.post("/auth/register", Map.of("email", email, "password", PASSWORD));
    }
}
