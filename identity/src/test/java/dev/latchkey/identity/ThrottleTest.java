package dev.latchkey.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.identity.throttle.Reservation;
import dev.latchkey.identity.throttle.Rule;
import dev.latchkey.identity.throttle.SourceNetwork;
import dev.latchkey.identity.throttle.Subject;
import dev.latchkey.identity.throttle.Throttle;
import dev.latchkey.identity.throttle.Verdict;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.testkit.DatabaseExtension;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ThrottleTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Rule FIVE = Rule.of("test.five", 5, Duration.ofMinutes(15), Duration.ofMinutes(30))
            .doublingUpTo(Duration.ofHours(24));
    private static final Rule THREE = Rule.of("test.three", 3, Duration.ofMinutes(15), MINUTE);
    private static final Rule ONE = Rule.of("test.one", 1, MINUTE, MINUTE);

    @RegisterExtension
    static final DatabaseExtension DATABASE = IdentityHouse.databases();

    private static Database database;

    private final Throttle throttle = new Throttle();
    private final UUID project = UUID.randomUUID();
    private Instant now = Instant.parse("2026-05-30T12:00:00Z");

    @BeforeAll
    static void open() {
        database = new Database(
                new Database.Options(
                        DATABASE.database().url(),
                        new Properties(),
                        20,
                        1,
                        Duration.ofSeconds(20),
                        Duration.ofMinutes(5)),
                Clock.systemUTC());
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void wipe() {
        DATABASE.database().execute("truncate identity.throttles");
    }

    @Test
    void theEventThatReachesTheThresholdBeginsTheLockAndTheNextIsRefused() {
        Subject ann = subject(FIVE, "ann");
        for (int i = 0; i < 4; i++) {
            assertThat(record(ann)).isEqualTo(new Verdict(null, false));
        }

        Verdict fifth = record(ann);
        assertThat(fifth).isEqualTo(new Verdict(now.plus(Duration.ofMinutes(30)), true));
        assertThat(fifth.refused()).isFalse();
        assertThat(check(ann)).isEqualTo(new Verdict(fifth.lockedUntil(), false));
        assertThat(record(ann).refused()).isTrue();
        assertThat(check(subject(FIVE, "bob")).refused()).isFalse();
        assertThat(check(subject(THREE, "ann")).refused()).isFalse();
        assertThat(check(Subject.of(UUID.randomUUID(), FIVE, "ann")).refused()).isFalse();
    }

    @Test
    void refusedEventsDoNotMakeTheLockLonger() {
        Subject ann = subject(THREE, "ann");
        Instant until = lock(ann);
        now = now.plusSeconds(59);
        for (int i = 0; i < 10; i++) {
            assertThat(record(ann)).isEqualTo(new Verdict(until, false));
        }
        now = now.plusSeconds(2);
        assertThat(check(ann).refused()).isFalse();
        assertThat(record(ann)).isEqualTo(new Verdict(null, false));
    }

    @Test
    void eventsCountWithinTheSlidingWindowOnly() {
        Subject ann = subject(THREE, "ann");
        for (int i = 0; i < 10; i++) {
            assertThat(record(ann).lockedUntil()).isNull();
            now = now.plus(Duration.ofMinutes(8));
        }
        record(ann);
        assertThat(record(ann).began()).isTrue();
    }

    @Test
    void locksDoubleUpToTheCapAndEachQuietDayForgetsOne() {
        Subject ann = subject(FIVE, "ann");
        List<Duration> locks = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Instant until = lock(ann);
            locks.add(Duration.between(now, until));
            now = until.plusSeconds(1);
        }
        assertThat(locks)
                .extracting(Duration::toMinutes)
                .containsExactly(30L, 60L, 120L, 240L, 480L, 960L, 1440L, 1440L);

        now = now.plus(Duration.ofDays(6));
        assertThat(Duration.between(now, lock(ann))).isEqualTo(Duration.ofHours(2));
        now = now.plus(Duration.ofDays(30));
        assertThat(Duration.between(now, lock(ann))).isEqualTo(Duration.ofMinutes(30));
    }

    @Test
    void aThresholdOfOneLocksAtOnce() {
        Subject mail = subject(ONE, "mail");
        assertThat(record(mail)).isEqualTo(new Verdict(now.plus(MINUTE), true));
        assertThat(record(mail).refused()).isTrue();
        now = now.plusSeconds(60);
        assertThat(record(mail)).isEqualTo(new Verdict(now.plus(MINUTE), true));
    }

    @Test
    void severalRulesAreCountedInOneStatement() {
        List<Subject> both = List.of(subject(THREE, "ann"), subject(ONE, "ann"));
        List<String> statements = database.statements().during(() -> assertThat(
                        database.<List<Verdict>>read(sql -> throttle.record(sql, both, UUID.randomUUID(), now)))
                .extracting(Verdict::began)
                .containsExactly(false, true));
        assertThat(statements).hasSize(1);
    }

    @Test
    void oneSuccessForgetsEverything() {
        Subject ann = subject(FIVE, "ann");
        lock(ann);
        database.run(tx -> throttle.clear(tx.sql(), ann));
        assertThat(check(ann).refused()).isFalse();
        assertThat(Duration.between(now, lock(ann))).isEqualTo(Duration.ofMinutes(30));
    }

    @Test
    void noMoreGuessesAreAdmittedThanAreLeft() {
        Subject ann = subject(THREE, "ann");
        Reservation first = reserve(ann);
        Reservation second = reserve(ann);
        Reservation third = reserve(ann);
        assertThat(List.of(first, second, third)).allMatch(Reservation::admitted);
        assertThat(reserve(ann)).matches(full -> !full.admitted() && !full.isLocked());

        database.run(tx -> throttle.release(tx.sql(), third));
        Reservation instead = reserve(ann);
        assertThat(instead.admitted()).isTrue();
        for (Reservation wrong : List.of(first, second, instead)) {
            database.run(tx -> throttle.record(tx.sql(), List.of(ann), wrong.event(), now));
        }
        assertThat(reserve(ann)).matches(locked -> !locked.admitted() && locked.isLocked());
        now = now.plusSeconds(61);
        assertThat(reserve(ann).admitted()).isTrue();
    }

    @Test
    void reservationsOfAServerThatDiedAreAbandoned() {
        Subject ann = subject(THREE, "ann");
        for (int i = 0; i < 3; i++) {
            assertThat(reserve(ann).admitted()).isTrue();
        }
        assertThat(reserve(ann).admitted()).isFalse();
        now = now.plusSeconds(61);
        assertThat(reserve(ann).admitted()).isTrue();
    }

    @Test
    void aHundredGuessesAtOnceGetAsManyTriesAsTheThreshold() throws Exception {
        Subject ann = subject(FIVE, "ann");
        AtomicInteger looked = new AtomicInteger();
        AtomicInteger locks = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                all.add(threads.submit(() -> {
                    Reservation guess = reserve(ann);
                    if (!guess.admitted()) {
                        return;
                    }
                    looked.incrementAndGet();
                    List<Verdict> verdicts =
                            database.write(tx -> throttle.record(tx.sql(), List.of(ann), guess.event(), now));
                    locks.addAndGet(verdicts.getFirst().began() ? 1 : 0);
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
        assertThat(looked).hasValue(5);
        assertThat(locks).hasValue(1);
    }

    @Test
    void aHundredRequestsAtOnceAreAllCounted() throws Exception {
        Subject mail = subject(FIVE, "mail");
        AtomicInteger allowed = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                all.add(threads.submit(() -> allowed.addAndGet(record(mail).refused() ? 0 : 1)));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
        assertThat(allowed).hasValue(5);
    }

    @Test
    void rowsGoWhenTheyAndTheirLocksAreForgotten() {
        record(subject(FIVE, "counted"));
        lock(subject(FIVE, "locked"));
        now = now.plus(Duration.ofHours(25));
        assertThat(removeOld()).isOne();
        now = now.plus(Duration.ofHours(25));
        assertThat(removeOld()).isOne();
    }

    @Test
    void aRefusalTellsMinutesRoundedUpAndSeconds() {
        Verdict locked = new Verdict(now.plusSeconds(61), false);
        assertThatThrownBy(() -> {
                    throw locked.refusal("ACCOUNT_LOCKED", "Try again in", now);
                })
                .isInstanceOfSatisfying(ApiException.class, refusal -> {
                    assertThat(refusal.status()).isEqualTo(429);
                    assertThat(refusal).hasMessage("Try again in 2 minutes");
                });
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.254, true",
        "192.0.2.1, 192.0.3.1, false",
        "2001:db8:1:2::1, 2001:db8:1:2:ffff::9, true",
        "2001:db8:1:2::1, 2001:db8:1:3::1, false",
        "::ffff:192.0.2.1, 192.0.2.9, true",
        "nonsense, 192.0.2.9, false",
        "nonsense, '', true"
    })
    void addressesOfOneSubscriberAreOneNetwork(String one, String other, boolean same) {
        assertThat(SourceNetwork.of(one).equals(SourceNetwork.of(other))).isEqualTo(same);
    }

    private Subject subject(Rule rule, String name) {
        return Subject.of(project, rule, name);
    }

    private Instant lock(Subject subject) {
        for (int i = 1; i < subject.rule().threshold(); i++) {
            assertThat(record(subject).began()).isFalse();
        }
        Verdict last = record(subject);
        assertThat(last.began()).isTrue();
        return last.lockedUntil() == null ? Instant.MIN : last.lockedUntil();
    }

    private Verdict record(Subject subject) {
        return database.write(tx -> throttle.record(tx.sql(), subject, now));
    }

    private Verdict check(Subject subject) {
        return database.read(sql -> throttle.check(sql, subject, now));
    }

    private Reservation reserve(Subject subject) {
        return database.read(sql -> throttle.reserve(sql, subject, now));
    }

    private int removeOld() {
        return database.read(sql -> throttle.removeOld(sql, now));
    }
}
