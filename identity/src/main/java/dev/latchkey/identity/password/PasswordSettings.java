package dev.latchkey.identity.password;

import dev.latchkey.identity.email.DisposableDomains;
import dev.latchkey.platform.configuration.Problem;
import dev.latchkey.platform.configuration.Profile;
import dev.latchkey.platform.configuration.Setting;
import dev.latchkey.platform.configuration.SettingTypes;
import dev.latchkey.platform.configuration.Settings;
import dev.latchkey.platform.settings.SystemSetting;
import dev.latchkey.platform.settings.SystemSettings;
import java.net.URI;
import java.util.List;

/** Which addresses and passwords registration takes, and whom sign-in lets in. */
public final class PasswordSettings {

    public static final Setting<Boolean> EMAIL_REQUIRE_VERIFICATION = Setting.bool(
                    "EMAIL_REQUIRE_VERIFICATION",
                    "Let users with a password in only after they have verified their address. Without it addresses"
                            + " count as unverified until they are verified all the same.")
            .defaultTo(false)
            .defaultTo(Profile.SERVE, true);

    public static final Setting<Boolean> EMAIL_BLOCK_DISPOSABLE = Setting.bool(
                    "EMAIL_BLOCK_DISPOSABLE", "Refuse addresses of throw-away mail services, by a bundled list.")
            .defaultTo(false);

    public static final Setting<List<String>> EMAIL_CUSTOM_BLOCKED_DOMAINS = Setting.of(
                    "EMAIL_CUSTOM_BLOCKED_DOMAINS",
                    SettingTypes.listOf(SettingTypes.text()
                            .matching(
                                    given -> given.matches("@?\\.?[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+"),
                                    "must be a domain such as example.com")),
                    "More domains to refuse with EMAIL_BLOCK_DISPOSABLE, each with its subdomains.")
            .defaultTo(List.of());

    public static final SystemSetting<Boolean> AUTH_EMAIL_REQUIRE_VERIFICATION = SystemSetting.bool(
                    "auth_email_require_verification",
                    "auth.email",
                    true,
                    "Let users with a password in only after they have verified their address.")
            .lockedBy(EMAIL_REQUIRE_VERIFICATION);

    public static final SystemSetting<Boolean> AUTH_EMAIL_BLOCK_DISPOSABLE = SystemSetting.bool(
                    "auth_email_block_disposable",
                    "auth.email",
                    false,
                    "Refuse addresses of throw-away mail services: of the bundled list and of custom_blocked_domains.")
            .insteadOf(EMAIL_BLOCK_DISPOSABLE);

    public static final SystemSetting<List<String>> CUSTOM_BLOCKED_DOMAINS = SystemSetting.document(
                    "custom_blocked_domains",
                    "auth",
                    DisposableDomains.listType(),
                    List.of(),
                    "More domains to refuse with auth_email_block_disposable, each with its subdomains.")
            .insteadOf(EMAIL_CUSTOM_BLOCKED_DOMAINS);

    /** What administrators may change. */
    public static final List<SystemSetting<?>> SYSTEM =
            List.of(AUTH_EMAIL_REQUIRE_VERIFICATION, AUTH_EMAIL_BLOCK_DISPOSABLE, CUSTOM_BLOCKED_DOMAINS);

    public static final Setting<URI> BREACH_RANGE_URL = Setting.of(
                    "PASSWORD_BREACH_RANGE_URL",
                    SettingTypes.uri("https", "http"),
                    "A source of breached passwords that speaks the range protocol, to be asked besides the bundled"
                            + " list; it learns five digits of a SHA-1 only.")
            .defaultNote("none: the bundled list only");

    private PasswordSettings() {}

    /** Asks the settings at each address. */
    static DisposableDomains disposableDomains(SystemSettings settings) {
        return new DisposableDomains(
                () -> settings.get(AUTH_EMAIL_BLOCK_DISPOSABLE), () -> settings.get(CUSTOM_BLOCKED_DOMAINS));
    }

    /** What it learns must not travel in the clear. */
    public static List<Problem> requireHttps(Settings settings) {
        boolean plain = settings.profile() == Profile.SERVE
                && settings.find(BREACH_RANGE_URL)
                        .filter(uri -> !"https".equalsIgnoreCase(uri.getScheme()))
                        .isPresent();
        return plain
                ? List.of(new Problem(BREACH_RANGE_URL.name(), "is not an https address.", "Use https, or remove it."))
                : List.of();
    }
}
