package dev.latchkey.custody.signup;

import dev.latchkey.platform.configuration.Setting;
import dev.latchkey.platform.configuration.SettingGroup;
import dev.latchkey.platform.configuration.Settings;

/**
 * How many wallets sign-ups may cost a project: registration is open to anybody, and each account on the ledger takes the
 * sponsor's reserve.
 *
 * @param perHour within any hour
 * @param perDay within any 24 hours
 */
public record SignUpTerms(int perHour, int perDay) {

    static final Setting<Integer> PER_HOUR = Setting.integer(
                    "LATCHKEY_SIGN_UP_WALLETS_PER_HOUR",
                    1,
                    1_000_000,
                    "Wallets that a project with `walletAtSignUp` gives to new users within an hour; others wait.")
            .defaultTo(100);

    static final Setting<Integer> PER_DAY = Setting.integer(
                    "LATCHKEY_SIGN_UP_WALLETS_PER_DAY", 1, 1_000_000, "The same within 24 hours.")
            .defaultTo(1000);

    public static final SettingGroup GROUP = SettingGroup.of("Wallets at sign-up", PER_HOUR, PER_DAY);

    public static SignUpTerms from(Settings settings) {
        return new SignUpTerms(settings.get(PER_HOUR), settings.get(PER_DAY));
    }
}
