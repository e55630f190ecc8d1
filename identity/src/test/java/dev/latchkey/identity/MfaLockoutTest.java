package dev.latchkey.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.testkit.HttpAnswer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class MfaLockoutTest {

    private static final Duration STEP = Duration.ofSeconds(30);
    private static final Duration LOCK = Duration.ofMinutes(15);

    @RegisterExtension
    static final IdentityHouse house = IdentityHouse.shared();

    private SecondFactorUser ann;

    @BeforeEach
    void enable() {
        ann = SecondFactorUser.of(house, "ann@example.com");
    }

    @Test
    void fiveWrongCodesOfAnyKindAnywhereLockTheSecondFactor() {
        String token = ann.mfaToken();
        ann.complete(token, ann.phone.wrongCode()).hasStatus(400);
        ann.complete(token, "AAAA-BBBB-CCCC-DDDD").hasStatus(400);
        ann.client
                .post("/auth/mfa/verify", Map.of("code", ann.phone.wrongCode()))
                .hasStatus(400);
        ann.client.post("/auth/mfa/recovery", Map.of("code", "none")).hasStatus(400);
        ann.client
                .post("/auth/mfa/recovery-codes/regenerate", Map.of("code", ann.phone.wrongCode()))
                .hasStatus(400);
        assertThat(house.lastAudit("metadata")).contains("lockedUntil");

        locked(ann.complete(token, ann.phone.code()), LOCK);
        locked(ann.complete(token, ann.recoveryCodes.getFirst()), LOCK);
        locked(ann.client.post("/auth/mfa/verify", Map.of("code", ann.phone.code())), LOCK);
        locked(ann.client.post("/auth/mfa/recovery", Map.of("code", ann.recoveryCodes.getFirst())), LOCK);
        locked(ann.client.post("/auth/mfa/recovery-codes/regenerate", Map.of("code", ann.phone.code())), LOCK);
        locked(ann.client.post("/auth/mfa/disable", Map.of("code", ann.phone.code())), LOCK);
        locked(ann.client.post("/auth/reauthenticate", Map.of("code", ann.phone.code())), LOCK);
        assertThat(house.audited("mfa.verification_failed", ann.id)).isEqualTo(5);
        assertThat(house.rows.queryLong("select count(*) from identity.recovery_codes where used_at is not null"))
                .isZero();
    }

    @Test
    void theLockEndsAfterAQuarterOfAnHourAndLastsLongerTheNextTime() {
        wrong(5);
        house.clock.advance(LOCK.minusSeconds(1));
        locked(ann.complete(ann.mfaToken(), ann.phone.code()), Duration.ofSeconds(1));
        house.clock.advance(Duration.ofSeconds(1));
        wrong(5);

        locked(ann.complete(ann.mfaToken(), ann.phone.code()), LOCK.multipliedBy(2));
        house.clock.advance(LOCK.multipliedBy(2));
        ann.complete(ann.mfaToken(), ann.phone.code()).hasStatus(200);
        wrong(5);
        locked(ann.complete(ann.mfaToken(), ann.phone.code()), LOCK);
    }

    @Test
    void theRightCodeClearsTheCount() {
        wrong(4);
        ann.complete(ann.mfaToken(), ann.phone.code()).hasStatus(200);
        wrong(4);
        house.clock.advance(STEP);

        ann.complete(ann.mfaToken(), ann.phone.code()).hasStatus(200);
    }

    @Test
    void nobodyElseIsLocked() {
        SecondFactorUser bob = SecondFactorUser.of(house, "bob@example.com");
        wrong(5);

        bob.complete(bob.mfaToken(), bob.phone.code()).hasStatus(200);
    }

    @Test
    void thePasswordAloneNeitherUnlocksNorCounts() {
        wrong(4);
        for (int i = 0; i < 3; i++) {
            ann.login();
        }
        wrong(1);

        locked(ann.complete(ann.mfaToken(), ann.phone.code()), LOCK);
    }

    @Test
    void neverMoreThanFiveGuessesAreLookedAtHoweverManyAreMadeAtOnce() {
        String token = ann.mfaToken();
        String wrong = ann.phone.wrongCode();

        List<HttpAnswer> answers = Parallel.calls(
                60,
                i -> i % 2 == 0
                        ? ann.complete(token, wrong)
                        : ann.client.post("/auth/mfa/verify", Map.of("code", wrong)));

        assertThat(answers.stream().filter(answer -> answer.status() == 400)).hasSize(5);
        assertThat(answers.stream().filter(answer -> answer.status() == 429)).hasSize(55);
        assertThat(house.audited("mfa.verification_failed", ann.id)).isEqualTo(5);
        locked(ann.complete(token, ann.phone.code()), LOCK);
    }

    @Test
    void guessesAtSetUpCountToo() {
        house.anonymous
                .post("/auth/register", Map.of("email", "bob@example.com", "password", SecondFactorUser.PASSWORD))
                .hasStatus(201);
        String token = house.anonymous
                .post("/auth/login", Map.of("email", "bob@example.com", "password", SecondFactorUser.PASSWORD))
                .text("/tokens/accessToken");
        var bob = house.anonymous.withBearer(token);
        bob.send("POST", "/auth/mfa/setup", null).hasStatus(200);

        for (int i = 0; i < 5; i++) {
            bob.post("/auth/mfa/enable", Map.of("code", "none")).hasStatus(400);
        }

        locked(bob.post("/auth/mfa/enable", Map.of("code", "none")), LOCK);
    }

    private void wrong(int times) {
        String token = ann.mfaToken();
        for (int i = 0; i < times; i++) {
            ann.complete(token, ann.phone.wrongCode()).hasStatus(400);
        }
    }

    private static void locked(HttpAnswer answer, Duration left) {
        answer.hasStatus(429)
                .hasValue("/code", "RATE_LIMITED")
                .hasHeader("Retry-After", String.valueOf(left.toSeconds()));
    }
}
