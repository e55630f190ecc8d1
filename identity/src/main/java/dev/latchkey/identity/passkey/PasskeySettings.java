package dev.latchkey.identity.passkey;

import dev.latchkey.platform.configuration.Problem;
import dev.latchkey.platform.configuration.Profile;
import dev.latchkey.platform.configuration.Setting;
import dev.latchkey.platform.configuration.SettingGroup;
import dev.latchkey.platform.configuration.SettingTypes;
import dev.latchkey.platform.configuration.Settings;
import dev.latchkey.platform.settings.Counterpart;
import dev.latchkey.platform.settings.SystemSetting;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether and as whom the server speaks WebAuthn. */
public final class PasskeySettings {

    public static final Setting<Boolean> WEBAUTHN_ENABLED = Setting.bool("WEBAUTHN_ENABLED", "Sign-in with passkeys.")
            .defaultTo(false)
            .defaultTo(Profile.DEV, true);

    public static final Setting<String> WEBAUTHN_RP_ID = Setting.of(
                    "WEBAUTHN_RP_ID",
                    SettingTypes.text()
                            .matching(
                                    given -> given.matches(
                                                    "[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")
                                            && !given.matches("[0-9.]+"),
                                    "must be a domain in lower case, without scheme and port"),
                    "The domain passkeys are made for. Passkeys die when it changes.")
            .defaultTo(Profile.DEV, "localhost")
            .defaultNote("none; `localhost` in `dev`");

    public static final Setting<String> WEBAUTHN_RP_NAME = Setting.text(
                    "WEBAUTHN_RP_NAME", "What browsers call this application when they ask for a passkey.")
            .defaultTo("Cedros Login");

    public static final Setting<List<String>> WEBAUTHN_RP_ORIGIN = Setting.of(
                    "WEBAUTHN_RP_ORIGIN",
                    SettingTypes.listOf(SettingTypes.origin()),
                    "Origins of the pages that may use passkeys, on WEBAUTHN_RP_ID or below it.")
            .defaultTo(Profile.DEV, List.of("http://localhost:8080", "http://localhost:3000"))
            .defaultNote("none; `http://localhost:8080,http://localhost:3000` in `dev`");

    public static final Setting<Duration> WEBAUTHN_CHALLENGE_TTL = Setting.seconds(
                    "WEBAUTHN_CHALLENGE_TTL", 1, "Seconds a browser has for one registration or sign-in.")
            .defaultTo(Duration.ofMinutes(5));

    public static final Setting<Boolean> WEBAUTHN_ALLOW_PLATFORM = Setting.bool(
                    "WEBAUTHN_ALLOW_PLATFORM", "Passkeys that live in the user's device.")
            .defaultTo(true);

    public static final Setting<Boolean> WEBAUTHN_ALLOW_CROSS_PLATFORM = Setting.bool(
                    "WEBAUTHN_ALLOW_CROSS_PLATFORM", "Security keys, and passkeys of a phone beside the device.")
            .defaultTo(true);

    public static final Setting<Boolean> WEBAUTHN_REQUIRE_UV = Setting.bool(
                    "WEBAUTHN_REQUIRE_UV",
                    "Insist that the authenticator verifies the user (PIN, fingerprint, face). Without it a passkey that"
                            + " did not counts as one factor only.")
            .defaultTo(true);

    /** Without a domain and origins it switches on nothing. */
    public static final SystemSetting<Boolean> AUTH_WEBAUTHN_ENABLED = SystemSetting.bool(
                    "auth_webauthn_enabled", "auth.webauthn", false, "Sign-in with passkeys.")
            .insteadOf(Counterpart.shown(WEBAUTHN_ENABLED, settings -> settings.get(WEBAUTHN_ENABLED)));

    public static final SystemSetting<Optional<String>> AUTH_WEBAUTHN_RP_ID = SystemSetting.locked(
            SystemSetting.optional(
                    "auth_webauthn_rp_id",
                    "auth.webauthn",
                    WEBAUTHN_RP_ID.type(),
                    "The domain passkeys are made for. Passkeys die when it changes."),
            WEBAUTHN_RP_ID);

    public static final SystemSetting<String> AUTH_WEBAUTHN_RP_NAME = SystemSetting.text(
                    "auth_webauthn_rp_name",
                    "auth.webauthn",
                    "",
                    "What browsers call this application when they ask for a passkey.")
            .lockedBy(WEBAUTHN_RP_NAME);

    public static final SystemSetting<List<String>> AUTH_WEBAUTHN_RP_ORIGIN = SystemSetting.of(
                    "auth_webauthn_rp_origin",
                    "auth.webauthn",
                    WEBAUTHN_RP_ORIGIN.type(),
                    List.of(),
                    "Origins of the pages that may use passkeys, on auth_webauthn_rp_id or below it.")
            .lockedBy(WEBAUTHN_RP_ORIGIN);

    /** What administrators may change. */
    public static final List<SystemSetting<?>> SYSTEM =
            List.of(AUTH_WEBAUTHN_ENABLED, AUTH_WEBAUTHN_RP_ID, AUTH_WEBAUTHN_RP_NAME, AUTH_WEBAUTHN_RP_ORIGIN);

    public static final SettingGroup GROUP = SettingGroup.of(
                    "Passkeys",
                    WEBAUTHN_ENABLED,
                    WEBAUTHN_RP_ID,
                    WEBAUTHN_RP_NAME,
                    WEBAUTHN_RP_ORIGIN,
                    WEBAUTHN_CHALLENGE_TTL,
                    WEBAUTHN_ALLOW_PLATFORM,
                    WEBAUTHN_ALLOW_CROSS_PLATFORM,
                    WEBAUTHN_REQUIRE_UV)
            .withRules(
                    PasskeySettings::requireIdentity,
                    PasskeySettings::requireUsableOrigins,
                    PasskeySettings::requireSomeAuthenticator);

    private PasskeySettings() {}

    private static List<Problem> requireIdentity(Settings settings) {
        List<Problem> problems = new ArrayList<>();
        for (Setting<?> part : List.of(WEBAUTHN_RP_ID, WEBAUTHN_RP_ORIGIN)) {
            if (settings.get(WEBAUTHN_ENABLED) && settings.find(part).isEmpty()) {
                problems.add(new Problem(
                        part.name(), "is not set, but WEBAUTHN_ENABLED is.", "Set it, or remove WEBAUTHN_ENABLED."));
            }
        }
        return problems;
    }

    /** Browsers offer a passkey to pages on its domain and below, over https or on localhost. */
    private static List<Problem> requireUsableOrigins(Settings settings) {
        Optional<String> domain = settings.find(WEBAUTHN_RP_ID);
        if (domain.isEmpty() || !settings.get(WEBAUTHN_ENABLED)) {
            return List.of();
        }
        List<Problem> problems = new ArrayList<>();
        for (String origin : settings.find(WEBAUTHN_RP_ORIGIN).orElse(List.of())) {
            URI address = URI.create(origin);
            String host = String.valueOf(address.getHost());
            if (!host.equals(domain.get()) && !host.endsWith("." + domain.get())) {
                problems.add(new Problem(
                        WEBAUTHN_RP_ORIGIN.name(),
                        "names " + origin + ", which is not on WEBAUTHN_RP_ID.",
                        "Use origins on " + domain.get() + " or below it."));
            }
            boolean local = host.equals("localhost") || host.endsWith(".localhost");
            if (!local && !"https".equals(address.getScheme())) {
                problems.add(new Problem(
                        WEBAUTHN_RP_ORIGIN.name(),
                        "names " + origin + ", where browsers know no passkeys.",
                        "Use its https address."));
            }
        }
        return problems;
    }

    private static List<Problem> requireSomeAuthenticator(Settings settings) {
        boolean none = !settings.get(WEBAUTHN_ALLOW_PLATFORM) && !settings.get(WEBAUTHN_ALLOW_CROSS_PLATFORM);
        return none && settings.get(WEBAUTHN_ENABLED)
                ? List.of(new Problem(
                        WEBAUTHN_ALLOW_PLATFORM.name(),
                        "is false like WEBAUTHN_ALLOW_CROSS_PLATFORM: no passkey could be made.",
                        "Allow one kind, or set WEBAUTHN_ENABLED=false."))
                : List.of();
    }
}
