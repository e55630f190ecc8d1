package dev.latchkey.platform.configuration;

import static dev.latchkey.platform.configuration.Profile.DEMO;
import static dev.latchkey.platform.configuration.Profile.DEV;
import static dev.latchkey.platform.configuration.Profile.SERVE;

import java.util.List;
import java.util.Optional;

/** Where the HTTP server listens, which paths it answers, whom it trusts. */
public final class HttpSettings {
    public static final Setting<String> HOST = Setting.text("HOST", "Address the server binds to.")
            .defaultTo("0.0.0.0")
            .defaultTo(DEMO, "127.0.0.1");

    public static final Setting<Integer> PORT = Setting.integer(
                    "PORT", 0, 65_535, "TCP port of the server; 0 takes any free one and prints it.")
            .defaultTo(8080)
            .defaultTo(DEMO, 0);

    public static final Setting<String> AUTH_BASE_PATH = Setting.of(
                    "AUTH_BASE_PATH", SettingTypes.basePath(), "Prefix of the sign-in routes.")
            .defaultTo("/auth")
            .whenEmpty("");

    public static final Setting<Boolean> V1_ALIAS = Setting.bool(
                    "LATCHKEY_V1_ALIAS", "Also answer project, user, wallet and payment routes under `/v1`.")
            .defaultTo(true);

    public static final Setting<Boolean> ROOT_ALIAS = Setting.bool(
                    "LATCHKEY_ROOT_ALIAS", "Also answer the sign-in routes at the root.")
            .defaultTo(true);

    public static final Setting<String> ENVIRONMENT = Setting.text(
                    "ENVIRONMENT",
                    "Name of the installation for logs and metrics. It relaxes nothing: `serve` always applies"
                            + " production rules.")
            .defaultTo("development")
            .defaultTo(SERVE, "production")
            .alsoNamed("NODE_ENV");

    public static final Setting<Boolean> TRUST_PROXY = Setting.bool(
                    "TRUST_PROXY",
                    "Take the client address from `X-Forwarded-For` when the peer is in LATCHKEY_TRUSTED_PROXIES.")
            .defaultTo(false);

    public static final Setting<List<AddressRange>> TRUSTED_PROXIES = Setting.of(
                    "LATCHKEY_TRUSTED_PROXIES",
                    SettingTypes.listOf(SettingTypes.addressRange()),
                    "Proxies whose `X-Forwarded-For` counts when TRUST_PROXY is true.")
            .defaultTo(List.of(
                    AddressRange.parse("127.0.0.0/8"),
                    AddressRange.parse("::1"),
                    AddressRange.parse("10.0.0.0/8"),
                    AddressRange.parse("172.16.0.0/12"),
                    AddressRange.parse("192.168.0.0/16"),
                    AddressRange.parse("fc00::/7")));

    public static final Setting<List<String>> CORS_ORIGINS = Setting.of(
                    "CORS_ORIGINS",
                    SettingTypes.listOf(SettingTypes.origin()),
                    "Origins whose pages may call with credentials. `serve` needs at least one unless CORS_DISABLED is"
                            + " true; in `dev` an empty list answers any origin without credentials.")
            .defaultTo(DEV, List.of("http://localhost:3000"))
            .defaultTo(DEMO, List.of("http://localhost:3000"))
            .defaultTo(SERVE, List.of())
            .whenEmpty(List.of());

    public static final Setting<Boolean> CORS_DISABLED =
            Setting.bool("CORS_DISABLED", "Send no CORS headers at all.").defaultTo(false);

    public static final SettingGroup GROUP = SettingGroup.of(
                    "HTTP server",
                    HOST,
                    PORT,
                    AUTH_BASE_PATH,
                    V1_ALIAS,
                    ROOT_ALIAS,
                    ENVIRONMENT,
                    TRUST_PROXY,
                    TRUSTED_PROXIES,
                    CORS_ORIGINS,
                    CORS_DISABLED)
            .withRules(HttpSettings::requireOrigins)
            .withAdvice(HttpSettings::adviseOnEnvironment);

    private HttpSettings() {}

    private static List<Problem> requireOrigins(Settings settings) {
        boolean missing = settings.get(CORS_ORIGINS).isEmpty() && !settings.get(CORS_DISABLED);
        if (settings.profile() != SERVE || !missing) {
            return List.of();
        }
        return List.of(new Problem(
                CORS_ORIGINS.name(),
                "is empty; production needs to know which pages may call.",
                "Set it to the origins of your pages (https://app.example.com), or set CORS_DISABLED=true if no browser"
                        + " calls this server from another origin."));
    }

    private static List<Problem> adviseOnEnvironment(Settings settings) {
        String environment = settings.get(ENVIRONMENT);
        boolean sounds = Optional.of(environment)
                .filter(name -> List.of("prod", "production").contains(name.toLowerCase(java.util.Locale.ROOT)))
                .isPresent();
        if (sounds == (settings.profile() == SERVE) || settings.profile() == DEMO) {
            return List.of();
        }
        String sentence = settings.profile() == SERVE
                ? "is \"" + environment + "\", but latchkey serve applies production rules all the same."
                : "is \"" + environment + "\", but latchkey dev is for development only.";
        return List.of(new Problem(ENVIRONMENT.name(), sentence, "Use latchkey dev for development, serve otherwise."));
    }
}
