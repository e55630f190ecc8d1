package dev.latchkey.payments.submission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.custody.wallet.WalletFacts;
import dev.latchkey.payments.ledger.LedgerNetwork;
import dev.latchkey.payments.ledger.SubmitAnswer;
import dev.latchkey.payments.support.PaymentsHouse;
import dev.latchkey.payments.work.CrashPoints;
import dev.latchkey.sandbox.Closing;
import dev.latchkey.sandbox.Sandbox;
import dev.latchkey.sandbox.SandboxOptions;
import dev.latchkey.testkit.DatabaseExtension;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Servers with their own threads, as in production: woken by what they store and by ledgers, sharing the work. */
final class ServersTest {
    @RegisterExtension
    final DatabaseExtension databases = PaymentsHouse.migrated();

    private final UUID project = UUID.randomUUID();

    private PaymentsHouse server(Sandbox sandbox, LedgerNetwork network, boolean owner) {
        return new PaymentsHouse(
                databases.database().url(),
                Clock.systemUTC(),
                network,
                owner ? sandbox : null,
                PaymentsHouse.TERMS,
                PaymentsHouse.CHANNELS,
                Optional.empty(),
                CrashPoints.NONE);
    }

    @Test
    void twoServersShareTheWorkAndPayEachIntentOnce() {
        Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().withClosing(Closing.every(Duration.ofMillis(400))));
        try (PaymentsHouse one = server(sandbox, PaymentsHouse.horizon(sandbox.horizonUrl()), true);
                PaymentsHouse other = server(sandbox, PaymentsHouse.horizon(sandbox.horizonUrl()), false)) {
            one.payments.start();
            other.payments.start();
            WalletFacts alice = one.wallet(project);
            WalletFacts bob = other.wallet(project);
            await(() -> one.count("select count(*) from payments.accounts where state = 'CREATED'") == 2);
            assertThat(one.count("select count(*) from payments.channels where kind = 'SPONSOR'"))
                    .isEqualTo(1);
            new dev.latchkey.payments.support.Outsider(sandbox).pay(alice.publicKey(), 1000);
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                ids.add((i % 2 == 0 ? one : other).pay(alice, bob, "1", "shared-" + i));
            }
            await(() -> one.count("select count(*) from payments.transactions where phase <> 'DONE'") == 0);
            for (int i = 0; i < 60; i++) {
                assertThat(one.status(ids.get(i))).isEqualTo("CONFIRMED");
                assertThat(sandbox.ledger().successfulPayments(alice.publicKey(), "shared-" + i))
                        .isEqualTo(1);
            }
            assertThat(one.count("select count(*) from payments.envelopes where purpose = 'PAYMENT'"))
                    .isEqualTo(60);
        }
    }

    @Test
    void aFullQueueIsOutbidByOneFeeBump() {
        Sandbox sandbox = Sandbox.start(SandboxOptions.defaults());
        AtomicInteger refusals = new AtomicInteger();
        LedgerNetwork crowded = crowded(PaymentsHouse.horizon(sandbox.horizonUrl()), refusals);
        try (PaymentsHouse house = server(sandbox, crowded, true)) {
            WalletFacts alice = house.wallet(project);
            WalletFacts bob = house.wallet(project);
            house.settle();
            house.fund(alice, 10);
            refusals.set(1);
            String id = house.pay(alice, bob, "1", "crowded");
            house.ledger();
            assertThat(house.status(id)).isEqualTo("CONFIRMED");
            assertThat(house.count("select count(*) from payments.envelopes where bump_hash is not null"))
                    .isEqualTo(1);
        }
    }

    /** The network, whose ledgers are full and whose queue refuses as often as told. */
    private static LedgerNetwork crowded(LedgerNetwork network, AtomicInteger refusals) {
        return (LedgerNetwork) Proxy.newProxyInstance(
                ServersTest.class.getClassLoader(),
                new Class<?>[] {LedgerNetwork.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("capacityUsage")) {
                        return 0.97;
                    }
                    if (method.getName().equals("submit") && refusals.getAndDecrement() > 0) {
                        return new SubmitAnswer.TryAgainLater();
                    }
                    try {
                        return method.invoke(network, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }

    private static void await(BooleanSupplier done) {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!done.getAsBoolean()) {
            assertThat(System.nanoTime()).as("time is over").isLessThan(deadline);
            PaymentsHouse.pause();
        }
    }
}
