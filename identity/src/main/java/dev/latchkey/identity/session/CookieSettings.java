package dev.latchkey.identity.session;

import dev.latchkey.identity.session.SessionCookies.SameSite;
import dev.latchkey.platform.configuration.Problem;
import dev.latchkey.platform.configuration.Profile;
import dev.latchkey.platform.configuration.Setting;
import dev.latchkey.platform.configuration.SettingTypes;
import dev.latchkey.platform.configuration.Settings;
import dev.latchkey.platform.settings.Latest;
import dev.latchkey.platform.settings.SystemSetting;
import dev.latchkey.platform.settings.SystemSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What the cookies of sessions look like. */
public final class CookieSettings {

    public static final Setting<Boolean> ENABLED = Setting.bool(
                    "COOKIE_ENABLED", "Tokens travel in cookies and never in JSON.")
            .defaultTo(true);

    public static final Setting<String> DOMAIN = Setting.text(
                    "COOKIE_DOMAIN", "Domain of the cookies, at least two labels.")
            .defaultNote("none: this host only");

    public static final Setting<Boolean> SECURE = Setting.bool(
                    "COOKIE_SECURE", "Cookies travel over https only; `serve` insists.")
            .defaultTo(false)
            .defaultTo(Profile.SERVE, true);

    public static final Setting<SameSite> SAME_SITE = Setting.of(
                    "COOKIE_SAME_SITE",
                    SettingTypes.oneOf(SameSite.class),
                    "Which sites' requests carry the cookies; none needs COOKIE_SECURE.")
            .defaultTo(SameSite.LAX);

    public static final Setting<String> ACCESS_NAME =
            cookieName("COOKIE_ACCESS_NAME", "access").defaultTo("cedros_access");

    public static final Setting<String> REFRESH_NAME =
            cookieName("COOKIE_REFRESH_NAME", "refresh").defaultTo("cedros_refresh");

    public static final Setting<String> PATH_PREFIX = Setting.of(
                    "COOKIE_PATH_PREFIX", SettingTypes.basePath(), "Path of the cookies.")
            .defaultNote("AUTH_BASE_PATH")
            .whenEmpty("");

    private static final SystemSetting<Optional<String>> SECURITY_COOKIE_DOMAIN = SystemSetting.locked(
                    SystemSetting.optional(
                            "security_cookie_domain",
                            "security",
                            SettingTypes.text()
                                    .matching(CookieSettings::isDomain, "must be a domain such as example.com"),
                            "Domain of the cookies; empty for this host only."),
                    DOMAIN)
            .remade();

    private static final SystemSetting<Boolean> SECURITY_COOKIE_SECURE = SystemSetting.bool(
                    "security_cookie_secure", "security", true, "Cookies travel over https only.")
            .lockedBy(SECURE)
            .remade();

    private static final SystemSetting<SameSite> SECURITY_COOKIE_SAME_SITE = SystemSetting.of(
                    "security_cookie_same_site",
                    "security",
                    SAME_SITE.type(),
                    SameSite.LAX,
                    "Which sites' requests carry the cookies; none needs security_cookie_secure.")
            .lockedBy(SAME_SITE)
            .remade();

    /** What administrators may change. */
    public static final List<SystemSetting<?>> SYSTEM =
            List.of(SECURITY_COOKIE_DOMAIN, SECURITY_COOKIE_SECURE, SECURITY_COOKIE_SAME_SITE);

    private CookieSettings() {}

    /** How far back browsers may have cookies from: longer than any session lives by default. */
    private static final Duration REMEMBERED = Duration.ofDays(30);

    /**
     * What cookies look like now, made anew when administrators have changed something.
     *
     * @param basePath the cookies' path, unless another one is configured
     */
    public static Supplier<SessionCookies.Options> options(SystemSettings system, String basePath, Clock clock) {
        return new Latest<>(
                system::configuration,
                settings -> options(
                        settings,
                        basePath,
                        system.earlier(SECURITY_COOKIE_DOMAIN, clock.instant().minus(REMEMBERED))));
    }

    private static SessionCookies.Options options(
            Settings settings, String basePath, List<Optional<String>> earlierDomains) {
        return new SessionCookies.Options(
                settings.get(ENABLED),
                settings.get(ACCESS_NAME),
                settings.get(REFRESH_NAME),
                settings.find(PATH_PREFIX).orElse(basePath),
                domain(settings).orElse(null),
                settings.get(SECURE),
                settings.get(SAME_SITE),
                earlierDomains.stream()
                        .filter(domain -> !domain.equals(domain(settings)))
                        .toList());
    }

    /** Tokens must not travel in the clear. */
    public static List<Problem> requireSecure(Settings settings) {
        List<Problem> problems = new ArrayList<>();
        boolean insecure = settings.get(ENABLED) && !settings.get(SECURE);
        if (insecure && settings.profile() == Profile.SERVE) {
            problems.add(new Problem(
                    SECURE.name(),
                    "is false: tokens would travel over plain http.",
                    "Remove it, or set COOKIE_ENABLED=false to send tokens in JSON."));
        }
        if (insecure && settings.get(SAME_SITE) == SameSite.NONE) {
            problems.add(new Problem(
                    SAME_SITE.name(),
                    "is none, which browsers take with COOKIE_SECURE=true only.",
                    "Set COOKIE_SECURE=true, or use lax."));
        }
        return problems;
    }

    /** Says when the domain is none that browsers would take. */
    public static List<Problem> adviseOnDomain(Settings settings) {
        return settings.find(DOMAIN).isPresent() && domain(settings).isEmpty()
                ? List.of(new Problem(
                        DOMAIN.name(),
                        "is no domain of at least two labels; cookies are set for this host only.",
                        "Use a domain such as example.com."))
                : List.of();
    }

    /** The configured cookie domain, if browsers would take it. */
    private static Optional<String> domain(Settings settings) {
        return settings.find(DOMAIN).filter(CookieSettings::isDomain);
    }

    private static boolean isDomain(String text) {
        return text.matches("\\.?[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)+");
    }

    private static Setting<String> cookieName(String name, String token) {
        return Setting.of(
                name,
                SettingTypes.text()
                        .matching(
                                given -> given.matches("[A-Za-z0-9_.-]{1,64}"),
                                "must be 1 to 64 letters, digits, _ . or -"),
                "Name of the cookie with the " + token + " token.");
    }
}
