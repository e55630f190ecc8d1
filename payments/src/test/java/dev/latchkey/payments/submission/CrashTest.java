package dev.latchkey.payments.submission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.custody.wallet.WalletFacts;
import dev.latchkey.payments.support.PaymentsHouse;
import dev.latchkey.payments.work.CrashPoint;
import dev.latchkey.payments.work.CrashPoints;
import dev.latchkey.sandbox.Closing;
import dev.latchkey.sandbox.Sandbox;
import dev.latchkey.sandbox.SandboxOptions;
import dev.latchkey.sandbox.fault.Faults;
import dev.latchkey.testkit.DatabaseExtension;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Real processes that are halted, without any clean-up, at each step boundary, while the node loses an answer now and then;
 * another process takes over. The ledger, which knows nothing of us, has the last word.
 */
final class CrashTest {
    private static final int PAYMENTS = 6;

    @RegisterExtension
    final DatabaseExtension databases = PaymentsHouse.migrated();

    private final UUID project = UUID.randomUUID();
    private Sandbox sandbox;
    private PaymentsHouse house;

    @BeforeEach
    void open() {
        sandbox = Sandbox.start(SandboxOptions.defaults().withClosing(Closing.every(Duration.ofMillis(300))));
        house = new PaymentsHouse(
                databases.database().url(),
                Clock.systemUTC(),
                PaymentsHouse.horizon(sandbox.horizonUrl()),
                sandbox,
                PaymentsHouse.TERMS,
                PaymentsHouse.CHANNELS,
                Optional.empty(),
                CrashPoints.NONE);
    }

    @AfterEach
    void close() {
        house.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = CrashPoint.class,
            names = {"INTENT_STORED"},
            mode = EnumSource.Mode.EXCLUDE)
    void aProcessKilledAtAStepBoundaryPaysNothingTwiceAndForgetsNothing(CrashPoint point) throws Exception {
        WalletFacts alice = house.wallet(project);
        WalletFacts bob = house.wallet(project);
        until(() -> house.count("select count(*) from payments.accounts where state = 'CREATED'") == 2);
        house.fund(alice, 1000);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < PAYMENTS; i++) {
            ids.add(house.pay(alice, bob, "1", "intent-" + i));
        }
        sandbox.faults().loseAnswers(2, any -> true);
        if (point == CrashPoint.BUMP_STORED) {
            sandbox.faults().surge(150_000);
        }

        assertThat(runUntilKilled(point, 2)).isEqualTo(CrashedProcess.CUT);
        sandbox.faults().loseAnswers(1, any -> true);
        until(() -> house.count("select count(*) from payments.transactions where phase <> 'DONE'") == 0);

        for (int i = 0; i < PAYMENTS; i++) {
            assertThat(house.status(ids.get(i))).isEqualTo("CONFIRMED");
            assertThat(sandbox.ledger().successfulPayments(alice.publicKey(), "intent-" + i))
                    .as("intent-%s after a death at %s", i, point)
                    .isEqualTo(1);
        }
        assertThat(house.count("select sum(reserved) from payments.limit_usage"))
                .isZero();
        assertThat(house.count("select count(*) from payments.balance_reservations where released_ledger is null"))
                .isZero();
        assertThat(house.count("select count(*) from payments.envelopes where purpose = 'PAYMENT'"))
                .isEqualTo(PAYMENTS);
        assertThat(sandbox.faults().surgeBaseFee()).isNotEqualTo(Faults.ALWAYS);
    }

    private void until(java.util.function.BooleanSupplier done) {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!done.getAsBoolean()) {
            assertThat(System.nanoTime()).as("time is over").isLessThan(deadline);
            house.read();
            house.engine().worker().round();
            PaymentsHouse.pause();
        }
    }

    private int runUntilKilled(CrashPoint point, int time) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        CrashedProcess.class.getName(),
                        databases.database().url(),
                        sandbox.horizonUrl(),
                        point.name(),
                        String.valueOf(time))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(new File("target/crashed-process.log")))
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS))
                    .as("killed at %s", point)
                    .isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }
}
