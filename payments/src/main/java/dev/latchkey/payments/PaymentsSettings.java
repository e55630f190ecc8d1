package dev.latchkey.payments;

import dev.latchkey.payments.submission.SubmissionTerms;
import dev.latchkey.payments.upkeep.ChannelTerms;
import dev.latchkey.platform.configuration.Profile;
import dev.latchkey.platform.configuration.Secret;
import dev.latchkey.platform.configuration.Setting;
import dev.latchkey.platform.configuration.SettingGroup;
import dev.latchkey.platform.configuration.Settings;
import java.time.Duration;

/** How payments are bid for, and who pays. */
public final class PaymentsSettings {

    public static final Setting<Secret> SPONSOR = Setting.secret(
                    "STELLAR_SERVER_SECRET_KEY",
                    56,
                    "Seed (S…) of the platform's own account, which pays fees and reserves. Imported once and then kept"
                            + " encrypted; belongs to MAINNET where that is configured, else to TESTNET.")
            .defaultNote("an account of its own making");

    public static final Setting<Integer> CHANNELS = Setting.integer(
                    "LATCHKEY_CHANNELS", 1, 10_000, "Channel accounts per network kept from the start.")
            .defaultTo(10);

    public static final Setting<Integer> MAX_CHANNELS = Setting.integer(
                    "LATCHKEY_MAX_CHANNELS",
                    1,
                    10_000,
                    "Channel accounts per network at most; as many payments can be on their way at once.")
            .defaultTo(100);

    public static final Setting<Integer> FEE_BID = Setting.integer(
                    "LATCHKEY_FEE_BID",
                    100,
                    100_000_000,
                    "Stroops bid per operation; the network charges its going rate, which is usually 100.")
            .defaultTo(100_000);

    public static final Setting<Integer> MAX_FEE = Setting.integer(
                    "LATCHKEY_MAX_FEE", 100, 1_000_000_000, "Stroops per operation that a fee bump may bid at most.")
            .defaultTo(2_000_000);

    public static final Setting<Duration> LIFE = Setting.seconds(
                    "LATCHKEY_TRANSACTION_LIFE",
                    20,
                    "Seconds from the last ledger's close within which a signed transaction is valid; only after that"
                            + " another may be signed in its place.")
            .defaultTo(Duration.ofSeconds(90))
            .defaultTo(Profile.DEV, Duration.ofSeconds(60));

    public static final Setting<Duration> TIMEOUT = Setting.seconds(
                    "LATCHKEY_HORIZON_TIMEOUT", 1, "Seconds one exchange with Horizon may take.")
            .defaultTo(Duration.ofSeconds(15));

    public static final SettingGroup GROUP =
            SettingGroup.of("Payments", SPONSOR, CHANNELS, MAX_CHANNELS, FEE_BID, MAX_FEE, LIFE, TIMEOUT);

    private PaymentsSettings() {}

    static SubmissionTerms submission(Settings settings) {
        SubmissionTerms usual = SubmissionTerms.DEFAULT;
        return new SubmissionTerms(
                settings.get(FEE_BID),
                Math.max(settings.get(FEE_BID), settings.get(MAX_FEE)),
                settings.get(LIFE),
                settings.get(TIMEOUT).multipliedBy(2),
                usual.again(),
                usual.retry(),
                usual.highestAttempts(),
                usual.batch());
    }

    static ChannelTerms channels(Settings settings) {
        long bidOfFullTransaction = 100L * settings.get(FEE_BID);
        return new ChannelTerms(
                settings.get(CHANNELS),
                Math.max(settings.get(CHANNELS), settings.get(MAX_CHANNELS)),
                Math.max(ChannelTerms.DEFAULT.startingBalance(), 5 * bidOfFullTransaction),
                Math.max(ChannelTerms.DEFAULT.refillBelow(), 3 * bidOfFullTransaction / 2));
    }
}
