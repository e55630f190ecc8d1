package dev.latchkey.payments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.networks.stellar.StellarSettings;
import dev.latchkey.payments.balance.BalanceSettings;
import dev.latchkey.payments.support.PaymentsHouse;
import dev.latchkey.payments.work.CrashPoints;
import dev.latchkey.platform.configuration.Profile;
import dev.latchkey.platform.configuration.Settings;
import dev.latchkey.testkit.DatabaseExtension;
import dev.latchkey.testkit.TestClock;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class WiringTest {
    @RegisterExtension
    final DatabaseExtension databases = PaymentsHouse.migrated();

    private PaymentsHouse house;

    @BeforeEach
    void open() {
        house = PaymentsHouse.open(databases.database().url(), TestClock.at("2026-05-30T12:00:00Z"));
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void productionHasNoCrashPoints() throws IllegalAccessException {
        Settings settings = Settings.of(
                Profile.DEV, Map.of(), StellarSettings.GROUP, PaymentsSettings.GROUP, BalanceSettings.GROUP);
        try (LedgerAccess access = LedgerAccess.of(settings)) {
            Payments payments = Payments.of(
                    house.database,
                    house.clock,
                    access,
                    house.custody,
                    new LedgerView.Neighbours(id -> true, (sql, project, users) -> Map.of()),
                    settings);
            List<CrashPoints> found = new ArrayList<>();
            search(payments, found, Collections.newSetFromMap(new IdentityHashMap<>()));
            assertThat(found).hasSizeGreaterThan(3).allMatch(each -> each == CrashPoints.NONE);
        }
    }

    @Test
    void theReportSaysWhatWaitsAndWhoPays() {
        house.wallet(UUID.randomUUID());
        house.settle();
        house.wallet(UUID.randomUUID());
        NetworkReport report = house.engine().report();
        assertThat(report.halted()).isNull();
        assertThat(report.current()).isTrue();
        assertThat(report.ledger()).isEqualTo(house.sandbox().ledger().latestLedger());
        assertThat(report.sponsor()).startsWith("G");
        assertThat(report.sponsorState()).isEqualTo("FREE");
        assertThat(report.freeChannels()).isEqualTo(4);
        assertThat(report.waitingAccounts()).isEqualTo(1);
        assertThat(report.openEnvelopes()).isZero();
    }

    private static void search(Object object, List<CrashPoints> found, Set<Object> seen) throws IllegalAccessException {
        if (object instanceof CrashPoints points) {
            found.add(points);
            return;
        }
        if (object instanceof Collection<?> many) {
            for (Object each : many) {
                search(each, found, seen);
            }
            return;
        }
        if (object instanceof Optional<?>
                || !object.getClass().getName().startsWith("dev.latchkey.payments")
                || !seen.add(object)) {
            return;
        }
        for (Field field : object.getClass().getDeclaredFields()) {
            if (field.getType().isPrimitive() || java.lang.reflect.Modifier.isStatic(field.getModifiers())) {
                continue;
            }
            field.setAccessible(true);
            Object value = field.get(object);
            if (value != null) {
                search(value, found, seen);
            }
        }
    }
}
