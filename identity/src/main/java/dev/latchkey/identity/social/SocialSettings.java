package dev.latchkey.identity.social;

import dev.latchkey.platform.configuration.Problem;
import dev.latchkey.platform.configuration.Profile;
import dev.latchkey.platform.configuration.Setting;
import dev.latchkey.platform.configuration.SettingGroup;
import dev.latchkey.platform.configuration.SettingTypes;
import dev.latchkey.platform.configuration.Settings;
import dev.latchkey.platform.settings.Counterpart;
import dev.latchkey.platform.settings.SystemSetting;
import dev.latchkey.platform.settings.SystemSettingTypes;
import dev.latchkey.platform.settings.SystemSettings;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Which of Google and Apple sign users in, and for which applications. */
public final class SocialSettings {

    public static final Setting<Boolean> GOOGLE_ENABLED =
            Setting.bool("GOOGLE_ENABLED", "Sign-in with Google.").defaultNote("true where GOOGLE_CLIENT_ID is set");

    public static final Setting<List<String>> GOOGLE_CLIENT_ID = Setting.of(
                    "GOOGLE_CLIENT_ID",
                    SettingTypes.listOf(SettingTypes.text()),
                    "Client ids of your applications at Google, of which an ID token must name one.")
            .defaultNote("none")
            .whenEmpty(List.of());

    public static final Setting<List<String>> GOOGLE_ISSUERS = Setting.of(
                    "LATCHKEY_GOOGLE_ISSUERS",
                    SettingTypes.listOf(SettingTypes.text()),
                    "What `iss` of Google's ID tokens may be; users are bound to the first one.")
            .defaultTo(List.of("https://accounts.google.com", "accounts.google.com"));

    public static final Setting<URI> GOOGLE_JWKS_URL = Setting.of(
                    "LATCHKEY_GOOGLE_JWKS_URL", SettingTypes.uri("https", "http"), "Where Google's keys are.")
            .defaultTo(URI.create("https://www.googleapis.com/oauth2/v3/certs"));

    public static final Setting<Boolean> APPLE_ENABLED =
            Setting.bool("APPLE_ENABLED", "Sign-in with Apple.").defaultNote("true where APPLE_CLIENT_ID is set");

    public static final Setting<List<String>> APPLE_CLIENT_ID = Setting.of(
                    "APPLE_CLIENT_ID",
                    SettingTypes.listOf(SettingTypes.text()),
                    "Bundle and services ids of your applications at Apple, of which an ID token must name one.")
            .defaultNote("none")
            .whenEmpty(List.of());

    public static final Setting<String> APPLE_TEAM_ID = Setting.text(
                    "APPLE_TEAM_ID", "Accepted for compatibility; ID tokens are checked without it.")
            .defaultNote("none");

    public static final Setting<List<String>> APPLE_ISSUERS = Setting.of(
                    "LATCHKEY_APPLE_ISSUERS",
                    SettingTypes.listOf(SettingTypes.text()),
                    "What `iss` of Apple's ID tokens may be; users are bound to the first one.")
            .defaultTo(List.of("https://appleid.apple.com"));

    public static final Setting<URI> APPLE_JWKS_URL = Setting.of(
                    "LATCHKEY_APPLE_JWKS_URL", SettingTypes.uri("https", "http"), "Where Apple's keys are.")
            .defaultTo(URI.create("https://appleid.apple.com/auth/keys"));

    public static final Setting<Boolean> LINK_VERIFIED_EMAIL = Setting.bool(
                    "LATCHKEY_SOCIAL_LINK_VERIFIED_EMAIL",
                    "Let a first sign-in with Google or Apple open the existing account with the same address, where both"
                            + " sides have verified it and the provider runs the mailbox. Otherwise users link while"
                            + " signed in.")
            .defaultTo(false);

    /** On where a client id is configured, unless somebody says otherwise. */
    public static final SystemSetting<Boolean> AUTH_GOOGLE_ENABLED = SystemSetting.bool(
                    "auth_google_enabled", "auth.google", false, "Sign-in with Google; needs auth_google_client_id.")
            .insteadOf(Counterpart.shown(GOOGLE_ENABLED, settings -> isOn(settings, GOOGLE_ENABLED, GOOGLE_CLIENT_ID)));

    public static final SystemSetting<List<String>> AUTH_GOOGLE_CLIENT_ID = SystemSetting.of(
                    "auth_google_client_id",
                    "auth.google",
                    SettingTypes.listOf(SystemSettingTypes.text()),
                    List.of(),
                    "Client ids of your applications at Google, of which an ID token must name one.")
            .insteadOf(GOOGLE_CLIENT_ID);

    /** As {@link #AUTH_GOOGLE_ENABLED}. */
    public static final SystemSetting<Boolean> AUTH_APPLE_ENABLED = SystemSetting.bool(
                    "auth_apple_enabled", "auth.apple", false, "Sign-in with Apple; needs auth_apple_client_id.")
            .insteadOf(Counterpart.shown(APPLE_ENABLED, settings -> isOn(settings, APPLE_ENABLED, APPLE_CLIENT_ID)));

    public static final SystemSetting<List<String>> AUTH_APPLE_CLIENT_ID = SystemSetting.of(
                    "auth_apple_client_id",
                    "auth.apple",
                    SettingTypes.listOf(SystemSettingTypes.text()),
                    List.of(),
                    "Bundle and services ids of your applications at Apple, of which an ID token must name one.")
            .insteadOf(APPLE_CLIENT_ID);

    private static final SystemSetting<String> AUTH_APPLE_TEAM_ID = SystemSetting.text(
                    "auth_apple_team_id", "auth.apple", "", "Your team at Apple; ID tokens are checked without it.")
            .insteadOf(APPLE_TEAM_ID)
            .unused();

    /** What administrators may change. */
    public static final List<SystemSetting<?>> SYSTEM = List.of(
            AUTH_GOOGLE_ENABLED, AUTH_GOOGLE_CLIENT_ID, AUTH_APPLE_ENABLED, AUTH_APPLE_CLIENT_ID, AUTH_APPLE_TEAM_ID);

    public static final SettingGroup GROUP = SettingGroup.of(
                    "Sign-in with Google and Apple",
                    GOOGLE_ENABLED,
                    GOOGLE_CLIENT_ID,
                    GOOGLE_ISSUERS,
                    GOOGLE_JWKS_URL,
                    APPLE_ENABLED,
                    APPLE_CLIENT_ID,
                    APPLE_TEAM_ID,
                    APPLE_ISSUERS,
                    APPLE_JWKS_URL,
                    LINK_VERIFIED_EMAIL)
            .withRules(SocialSettings::requireClientIds, SocialSettings::requireHttps, SocialSettings::requireIssuers);

    private SocialSettings() {}

    public static boolean googleIsOn(SystemSettings settings) {
        return settings.get(AUTH_GOOGLE_ENABLED)
                && !settings.get(AUTH_GOOGLE_CLIENT_ID).isEmpty();
    }

    public static boolean appleIsOn(SystemSettings settings) {
        return settings.get(AUTH_APPLE_ENABLED)
                && !settings.get(AUTH_APPLE_CLIENT_ID).isEmpty();
    }

    private static boolean isOn(Settings settings, Setting<Boolean> enabled, Setting<List<String>> clientIds) {
        boolean known = settings.find(clientIds).map(ids -> !ids.isEmpty()).orElse(false);
        return known && settings.find(enabled).orElse(true);
    }

    private static List<Problem> requireClientIds(Settings settings) {
        List<Problem> problems = new ArrayList<>();
        requireClientId(settings, GOOGLE_ENABLED, GOOGLE_CLIENT_ID, problems);
        requireClientId(settings, APPLE_ENABLED, APPLE_CLIENT_ID, problems);
        return problems;
    }

    private static void requireClientId(
            Settings settings, Setting<Boolean> enabled, Setting<List<String>> clientIds, List<Problem> problems) {
        boolean wanted = settings.find(enabled).orElse(false);
        if (wanted && settings.find(clientIds).orElse(List.of()).isEmpty()) {
            problems.add(new Problem(
                    clientIds.name(),
                    "is not set, but " + enabled.name() + " is true.",
                    "Set it to your client id, or remove " + enabled.name() + "."));
        }
    }

    private static List<Problem> requireHttps(Settings settings) {
        List<Problem> problems = new ArrayList<>();
        for (Setting<URI> address : List.of(GOOGLE_JWKS_URL, APPLE_JWKS_URL)) {
            boolean plain = !"https".equalsIgnoreCase(settings.get(address).getScheme());
            if (plain && settings.profile() == Profile.SERVE) {
                problems.add(new Problem(address.name(), "is not an https address.", "Remove it to use the real one."));
            }
        }
        return problems;
    }

    private static List<Problem> requireIssuers(Settings settings) {
        List<Problem> problems = new ArrayList<>();
        for (Setting<List<String>> issuers : List.of(GOOGLE_ISSUERS, APPLE_ISSUERS)) {
            if (settings.get(issuers).isEmpty()) {
                problems.add(new Problem(issuers.name(), "names no issuer.", "Remove it to use the real one."));
            }
        }
        return problems;
    }
}
