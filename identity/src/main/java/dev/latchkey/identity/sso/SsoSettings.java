package dev.latchkey.identity.sso;

import dev.latchkey.platform.configuration.HttpSettings;
import dev.latchkey.platform.configuration.Problem;
import dev.latchkey.platform.configuration.Profile;
import dev.latchkey.platform.configuration.Setting;
import dev.latchkey.platform.configuration.SettingGroup;
import dev.latchkey.platform.configuration.SettingTypes;
import dev.latchkey.platform.configuration.Settings;
import dev.latchkey.platform.settings.SystemSetting;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Single sign-on. The issuers themselves are data: {@code POST /admin/sso-providers}. */
public final class SsoSettings {

    public static final Setting<Boolean> ENABLED = Setting.bool(
                    "SSO_ENABLED", "Sign-in through the issuers that administrators have entered.")
            .defaultTo(true);

    public static final Setting<URI> CALLBACK_URL = Setting.of(
                    "SSO_CALLBACK_URL",
                    SettingTypes.uri("https", "http"),
                    "The redirect address registered at the issuers: this server's `/sso/callback` under the auth base path,"
                            + " as browsers reach it. `serve` needs it before an issuer can be entered.")
            .defaultNote("in `dev` from PORT");

    public static final SystemSetting<Boolean> FEATURE_SSO = SystemSetting.bool(
                    "feature_sso", "features", true, "Sign-in through the issuers that administrators have entered.")
            .lockedBy(ENABLED);

    public static final SettingGroup GROUP =
            SettingGroup.of("Single sign-on", ENABLED, CALLBACK_URL).withRules(SsoSettings::requireHttps);

    private SsoSettings() {}

    /** Where issuers send browsers back to; empty where nobody has said so. */
    static Optional<URI> callbackUrl(Settings settings) {
        Optional<URI> configured = settings.find(CALLBACK_URL);
        int port = settings.get(HttpSettings.PORT);
        if (configured.isPresent() || settings.profile() == Profile.SERVE || port == 0) {
            return configured;
        }
        return Optional.of(
                URI.create("http://localhost:" + port + settings.get(HttpSettings.AUTH_BASE_PATH) + "/sso/callback"));
    }

    private static List<Problem> requireHttps(Settings settings) {
        boolean plain = settings.find(CALLBACK_URL)
                .map(uri -> !"https".equalsIgnoreCase(uri.getScheme()))
                .orElse(false);
        return plain && settings.profile() == Profile.SERVE
                ? List.of(new Problem(
                        CALLBACK_URL.name(),
                        "is not an https address: codes would travel in the clear.",
                        "Use the https address under which browsers reach this server."))
                : List.of();
    }
}
