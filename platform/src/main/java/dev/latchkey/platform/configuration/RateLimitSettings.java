package dev.latchkey.platform.configuration;

import static dev.latchkey.platform.configuration.Profile.DEMO;
import static dev.latchkey.platform.configuration.Profile.DEV;

import java.time.Duration;
import java.util.List;

/** How often one caller may call. */
public final class RateLimitSettings {
    /** Where counters are kept. */
    public enum Store {
        MEMORY
    }

    public static final Setting<Boolean> ENABLED =
            Setting.bool("RATE_LIMIT_ENABLED", "Limit requests at all.").defaultTo(true);

    public static final Setting<Store> STORE = Setting.of(
                    "RATE_LIMIT_STORE",
                    SettingTypes.oneOf(Store.class),
                    "Where counters are kept; memory counts per process.")
            .defaultTo(Store.MEMORY);

    public static final Setting<Integer> REPLICAS = Setting.integer(
                    "REPLICAS",
                    1,
                    1000,
                    "Number of processes behind one address; in-memory limits are divided by it, but for those that a"
                            + " project sets itself.")
            .defaultTo(1);

    public static final Setting<Integer> AUTH = Setting.integer(
                    "RATE_LIMIT_AUTH", 1, 1_000_000, "Sign-in requests per RATE_LIMIT_WINDOW, path and caller.")
            .defaultTo(10);

    public static final Setting<Integer> GENERAL = Setting.integer(
                    "RATE_LIMIT_GENERAL",
                    1,
                    1_000_000,
                    "Other requests to sign-in and account routes per RATE_LIMIT_WINDOW and caller.")
            .defaultTo(60);

    public static final Setting<Integer> REFUSED = Setting.integer(
                    "RATE_LIMIT_REFUSED",
                    1,
                    1_000_000,
                    "Wrong tokens and unknown keys per RATE_LIMIT_WINDOW and client address. Then unknown keys from there"
                            + " are not looked up for a while; known ones and sessions go on.")
            .defaultTo(100)
            .defaultTo(DEV, 1000)
            .defaultTo(DEMO, 1000);

    public static final Setting<Duration> WINDOW = Setting.seconds(
                    "RATE_LIMIT_WINDOW", 1, "Seconds of the sliding window for RATE_LIMIT_AUTH and RATE_LIMIT_GENERAL.")
            .defaultTo(Duration.ofMinutes(1));

    public static final Setting<Integer> REQUESTS_PER_MINUTE = Setting.integer(
                    "RATE_LIMIT_RPM", 1, 1_000_000, "Limit of a new project per key, endpoint and minute.")
            .defaultTo(60);

    public static final Setting<Integer> KEY_REQUESTS = Setting.integer(
                    "RATE_LIMIT_MAX_REQUESTS",
                    1,
                    1_000_000,
                    "Accepted from the former backend and without effect: RATE_LIMIT_RPM is the limit where a project"
                            + " sets none.")
            .defaultTo(100);

    public static final Setting<Duration> KEY_WINDOW = Setting.milliseconds(
                    "RATE_LIMIT_WINDOW_MS", 1, "Milliseconds of the fixed window of requests with a project key.")
            .defaultTo(Duration.ofMinutes(1));

    public static final Setting<Integer> SENSITIVE_REQUESTS = Setting.integer(
                    "RATE_LIMIT_SENSITIVE_MAX_REQUESTS",
                    1,
                    1_000_000,
                    "Requests per key, endpoint and RATE_LIMIT_SENSITIVE_WINDOW_MS to routes that move money or make"
                            + " wallets; the smaller of this and the project's limit counts.")
            .defaultTo(10)
            .defaultTo(DEV, 1000)
            .defaultTo(DEMO, 1000);

    public static final Setting<Duration> SENSITIVE_WINDOW = Setting.milliseconds(
                    "RATE_LIMIT_SENSITIVE_WINDOW_MS", 1, "Milliseconds of the fixed window of the sensitive routes.")
            .defaultTo(Duration.ofMinutes(1));

    public static final Setting<Integer> AUTHENTICATE_REQUESTS = Setting.integer(
                    "AUTH_RATE_LIMIT_MAX",
                    1,
                    1_000_000,
                    "`POST /auth/authenticate` without a project key per client address and AUTH_RATE_LIMIT_WINDOW_MS.")
            .defaultTo(10)
            .defaultTo(DEV, 1000)
            .defaultTo(DEMO, 1000);

    public static final Setting<Duration> AUTHENTICATE_WINDOW = Setting.milliseconds(
                    "AUTH_RATE_LIMIT_WINDOW_MS", 1, "Milliseconds of the fixed window of `POST /auth/authenticate`.")
            .defaultTo(Duration.ofMinutes(1));

    public static final SettingGroup GROUP = SettingGroup.of(
                    "Rate limits",
                    ENABLED,
                    STORE,
                    REPLICAS,
                    AUTH,
                    GENERAL,
                    REFUSED,
                    WINDOW,
                    REQUESTS_PER_MINUTE,
                    KEY_REQUESTS,
                    KEY_WINDOW,
                    SENSITIVE_REQUESTS,
                    SENSITIVE_WINDOW,
                    AUTHENTICATE_REQUESTS,
                    AUTHENTICATE_WINDOW)
            .withAdvice(RateLimitSettings::adviseOnSwitch);

    private RateLimitSettings() {}

    private static List<Problem> adviseOnSwitch(Settings settings) {
        if (settings.get(ENABLED) || settings.profile() != Profile.SERVE) {
            return List.of();
        }
        return List.of(new Problem(
                ENABLED.name(),
                "is false: nothing slows down somebody who guesses passwords.",
                "Remove it unless a gateway in front limits requests."));
    }
}
