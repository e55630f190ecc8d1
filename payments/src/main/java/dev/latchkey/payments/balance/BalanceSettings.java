package dev.latchkey.payments.balance;

import dev.latchkey.platform.configuration.Setting;
import dev.latchkey.platform.configuration.SettingGroup;
import dev.latchkey.platform.configuration.Settings;
import java.time.Duration;

/** What can be configured about kept balances. */
public final class BalanceSettings {

    public static final Setting<Duration> STALE_THRESHOLD = Setting.milliseconds(
                    "BALANCE_STALE_THRESHOLD_MS", 1, "Age at which a kept balance counts as stale and is read again.")
            .defaultTo(Duration.ofMinutes(5));

    public static final Setting<Duration> SYNC_INTERVAL = Setting.milliseconds(
                    "BALANCE_SYNC_INTERVAL_MS", 1_000, "Pause between two readings of all wallets' balances.")
            .defaultTo(Duration.ofMinutes(10));

    public static final Setting<Integer> SYNC_MAX_RETRIES = Setting.integer(
                    "BALANCE_SYNC_MAX_RETRIES",
                    0,
                    100,
                    "How often a background reading that fails is repeated. Readings that a closed ledger made necessary"
                            + " are repeated until they succeed.")
            .defaultTo(3);

    public static final SettingGroup GROUP =
            SettingGroup.of("Balances", STALE_THRESHOLD, SYNC_INTERVAL, SYNC_MAX_RETRIES);

    private BalanceSettings() {}

    /** As configured. */
    public static BalanceTerms terms(Settings settings) {
        return new BalanceTerms(
                settings.get(STALE_THRESHOLD), settings.get(SYNC_INTERVAL), settings.get(SYNC_MAX_RETRIES));
    }
}
