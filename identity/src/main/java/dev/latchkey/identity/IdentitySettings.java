package dev.latchkey.identity;

import dev.latchkey.identity.device.GeoDatabase;
import dev.latchkey.identity.device.Places;
import dev.latchkey.identity.dpop.DpopSettings;
import dev.latchkey.identity.password.PasswordSettings;
import dev.latchkey.identity.provider.ProviderKind;
import dev.latchkey.identity.session.SessionCookies.SameSite;
import dev.latchkey.identity.token.RsaSigningKey;
import dev.latchkey.platform.configuration.PemBlock;
import dev.latchkey.platform.configuration.Problem;
import dev.latchkey.platform.configuration.Profile;
import dev.latchkey.platform.configuration.Setting;
import dev.latchkey.platform.configuration.SettingGroup;
import dev.latchkey.platform.configuration.SettingTypes;
import dev.latchkey.platform.configuration.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How users sign in, and what their tokens and cookies look like. */
public final class IdentitySettings {

    public static final Setting<Boolean> ALLOW_UNVERIFIED = Setting.bool(
                    "LATCHKEY_ALLOW_UNVERIFIED_AUTHENTICATE",
                    "Believe every `POST /auth/authenticate` without a token or project key: anybody can sign in as"
                            + " anybody. For development.")
            .defaultTo(true)
            .defaultTo(Profile.SERVE, false);

    public static final Setting<ProviderKind> AUTH_PROVIDER = Setting.of(
                    "AUTH_PROVIDER",
                    SettingTypes.oneOf(ProviderKind.class),
                    "The auth provider whose tokens the default project trusts; other projects configure theirs by"
                            + " `PUT /projects/{id}/auth-providers/{kind}`.")
            .defaultNote("none");

    public static final Setting<URI> AUTH_PROVIDER_ISSUER = Setting.of(
                    "LATCHKEY_AUTH_PROVIDER_ISSUER",
                    SettingTypes.uri("https", "http"),
                    "Issuer of AUTH_PROVIDER, exactly as in the tokens' `iss`.")
            .defaultNote("none");

    public static final Setting<List<String>> AUTH_PROVIDER_AUDIENCE = Setting.of(
                    "LATCHKEY_AUTH_PROVIDER_AUDIENCE",
                    SettingTypes.listOf(SettingTypes.text()),
                    "Audiences of which a token of AUTH_PROVIDER must name one (CLERK without `aud`: in `azp`).")
            .defaultNote("none");

    public static final Setting<URI> AUTH_PROVIDER_JWKS_URL = Setting.of(
                    "LATCHKEY_AUTH_PROVIDER_JWKS_URL",
                    SettingTypes.uri("https", "http"),
                    "Where the keys of AUTH_PROVIDER are.")
            .defaultNote("from the issuer's discovery document");

    public static final Setting<String> JWT_ISSUER =
            Setting.text("JWT_ISSUER", "`iss` of access tokens.").defaultTo("cedros-login");

    public static final Setting<String> JWT_AUDIENCE =
            Setting.text("JWT_AUDIENCE", "`aud` of access tokens.").defaultTo("cedros-app");

    public static final Setting<Duration> JWT_ACCESS_EXPIRY = Setting.seconds(
                    "JWT_ACCESS_EXPIRY", 1, "Seconds an access token lives.")
            .defaultTo(Duration.ofMinutes(15));

    public static final Setting<Duration> JWT_REFRESH_EXPIRY = Setting.seconds(
                    "JWT_REFRESH_EXPIRY", 1, "Seconds a refresh token lives; each use begins the time anew.")
            .defaultTo(Duration.ofDays(7));

    public static final Setting<Duration> SESSION_MAX_AGE = Setting.of(
                    "LATCHKEY_SESSION_MAX_DAYS",
                    SettingTypes.duration(ChronoUnit.DAYS, 1),
                    "Days after a sign-in when its session ends however often it was refreshed.")
            .defaultTo(Duration.ofDays(30));

    public static final Setting<Duration> REFRESH_REPLAY_GRACE = Setting.seconds(
                    "REFRESH_REPLAY_GRACE",
                    0,
                    "Seconds for which a refresh token that was used leads to the same new one again (two tabs, a lost"
                            + " answer); later it is taken for stolen. 0 for never.")
            .defaultTo(Duration.ofSeconds(10));

    public static final Setting<String> GEOIP_DATABASE = Setting.text(
                    "GEOIP_DATABASE",
                    "File in MaxMind's format (.mmdb) with the places of addresses, for session lists and security mails.")
            .defaultNote("none: places are not told");

    public static final Setting<PemBlock> JWT_RSA_PRIVATE_KEY = Setting.of(
                    "JWT_RSA_PRIVATE_KEY",
                    SettingTypes.pem("RSA PRIVATE KEY", "PRIVATE KEY"),
                    "Signs access tokens with RS256 instead of the ES256 keys that the server makes by itself.")
            .keptSecret()
            .defaultNote("none: ES256 keys, made, stored encrypted and rotated by the server");

    public static final Setting<Duration> SIGNING_KEY_AGE = Setting.of(
                    "LATCHKEY_SIGNING_KEY_DAYS",
                    SettingTypes.duration(ChronoUnit.DAYS, 1),
                    "Days after which the server's own signing key is replaced.")
            .defaultTo(Duration.ofDays(30));

    public static final Setting<Boolean> EMAIL_ENABLED =
            Setting.bool("EMAIL_ENABLED", "E-mail and password sign-in.").defaultTo(true);

    public static final Setting<Boolean> EMAIL_REQUIRE_VERIFICATION = Setting.bool(
                    "EMAIL_REQUIRE_VERIFICATION",
                    "Let users with a password in only after they have verified their address. Without it addresses"
                            + " count as unverified until they are verified all the same.")
            .defaultTo(false)
            .defaultTo(Profile.SERVE, true);

    public static final Setting<Boolean> INSTANT_LINK_ENABLED = Setting.bool(
                    "INSTANT_LINK_ENABLED", "Sign-in by a link that is mailed; needs EMAIL_ENABLED.")
            .defaultTo(true);

    public static final Setting<String> TOTP_ISSUER = Setting.of(
                    "TOTP_ISSUER",
                    SettingTypes.text()
                            .matching(
                                    given -> given.length() <= 64 && !given.contains(":"),
                                    "must have at most 64 characters, none of them a colon"),
                    "What authenticator apps call an entry of this server.")
            .defaultTo("Cedros");

    public static final Setting<Boolean> COOKIE_ENABLED = Setting.bool(
                    "COOKIE_ENABLED", "Tokens travel in cookies and never in JSON.")
            .defaultTo(true);

    public static final Setting<String> COOKIE_DOMAIN = Setting.text(
                    "COOKIE_DOMAIN", "Domain of the cookies, at least two labels.")
            .defaultNote("none: this host only");

    public static final Setting<Boolean> COOKIE_SECURE = Setting.bool(
                    "COOKIE_SECURE", "Cookies travel over https only; `serve` insists.")
            .defaultTo(false)
            .defaultTo(Profile.SERVE, true);

    public static final Setting<SameSite> COOKIE_SAME_SITE = Setting.of(
                    "COOKIE_SAME_SITE",
                    SettingTypes.oneOf(SameSite.class),
                    "Which sites' requests carry the cookies; none needs COOKIE_SECURE.")
            .defaultTo(SameSite.LAX);

    public static final Setting<String> COOKIE_ACCESS_NAME =
            cookieName("COOKIE_ACCESS_NAME", "access").defaultTo("cedros_access");

    public static final Setting<String> COOKIE_REFRESH_NAME =
            cookieName("COOKIE_REFRESH_NAME", "refresh").defaultTo("cedros_refresh");

    public static final Setting<String> COOKIE_PATH_PREFIX = Setting.of(
                    "COOKIE_PATH_PREFIX", SettingTypes.basePath(), "Path of the cookies.")
            .defaultNote("AUTH_BASE_PATH")
            .whenEmpty("");

    public static final SettingGroup GROUP = SettingGroup.of(
                    "Sign-in",
                    ALLOW_UNVERIFIED,
                    AUTH_PROVIDER,
                    AUTH_PROVIDER_ISSUER,
                    AUTH_PROVIDER_AUDIENCE,
                    AUTH_PROVIDER_JWKS_URL,
                    JWT_ISSUER,
                    JWT_AUDIENCE,
                    JWT_ACCESS_EXPIRY,
                    JWT_REFRESH_EXPIRY,
                    SESSION_MAX_AGE,
                    REFRESH_REPLAY_GRACE,
                    JWT_RSA_PRIVATE_KEY,
                    SIGNING_KEY_AGE,
                    EMAIL_ENABLED,
                    EMAIL_REQUIRE_VERIFICATION,
                    PasswordSettings.EMAIL_BLOCK_DISPOSABLE,
                    PasswordSettings.EMAIL_CUSTOM_BLOCKED_DOMAINS,
                    PasswordSettings.BREACH_RANGE_URL,
                    TOTP_ISSUER,
                    INSTANT_LINK_ENABLED,
                    COOKIE_ENABLED,
                    COOKIE_DOMAIN,
                    COOKIE_SECURE,
                    COOKIE_SAME_SITE,
                    COOKIE_ACCESS_NAME,
                    COOKIE_REFRESH_NAME,
                    COOKIE_PATH_PREFIX,
                    GEOIP_DATABASE,
                    DpopSettings.PUBLIC_URLS)
            .withRules(
                    IdentitySettings::requireSecureCookies,
                    IdentitySettings::requireWholeProvider,
                    IdentitySettings::requireUsableKey,
                    PasswordSettings::requireHttps,
                    IdentitySettings::requireReadablePlaces)
            .withAdvice(
                    IdentitySettings::adviseOnTrust,
                    IdentitySettings::adviseOnLifetimes,
                    IdentitySettings::adviseOnDomain);

    private IdentitySettings() {}

    /** The configured RSA key. */
    static Optional<RsaSigningKey> rsaKey(Settings settings) {
        return settings.find(JWT_RSA_PRIVATE_KEY)
                .map(pem -> pem.label().startsWith("RSA")
                        ? RsaSigningKey.ofPkcs1(pem.der())
                        : RsaSigningKey.ofPkcs8(pem.der()));
    }

    /** The configured cookie domain, if browsers would take it. */
    static Optional<String> cookieDomain(Settings settings) {
        return settings.find(COOKIE_DOMAIN)
                .filter(domain -> domain.matches(
                        "\\.?[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)+"));
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

    private static List<Problem> requireSecureCookies(Settings settings) {
        List<Problem> problems = new ArrayList<>();
        boolean insecure = settings.get(COOKIE_ENABLED) && !settings.get(COOKIE_SECURE);
        if (insecure && settings.profile() == Profile.SERVE) {
            problems.add(new Problem(
                    COOKIE_SECURE.name(),
                    "is false: tokens would travel over plain http.",
                    "Remove it, or set COOKIE_ENABLED=false to send tokens in JSON."));
        }
        if (insecure && settings.get(COOKIE_SAME_SITE) == SameSite.NONE) {
            problems.add(new Problem(
                    COOKIE_SAME_SITE.name(),
                    "is none, which browsers take with COOKIE_SECURE=true only.",
                    "Set COOKIE_SECURE=true, or use lax."));
        }
        return problems;
    }

    private static List<Problem> requireWholeProvider(Settings settings) {
        boolean named = settings.find(AUTH_PROVIDER).isPresent();
        List<Problem> problems = new ArrayList<>();
        for (Setting<?> part : List.of(AUTH_PROVIDER_ISSUER, AUTH_PROVIDER_AUDIENCE)) {
            if (named && settings.find(part).isEmpty()) {
                problems.add(new Problem(
                        part.name(), "is not set, but AUTH_PROVIDER is.", "Set it, or remove AUTH_PROVIDER."));
            }
        }
        for (Setting<URI> address : List.of(AUTH_PROVIDER_ISSUER, AUTH_PROVIDER_JWKS_URL)) {
            boolean plain = settings.find(address)
                    .map(uri -> !"https".equalsIgnoreCase(uri.getScheme()))
                    .orElse(false);
            if (plain && settings.profile() == Profile.SERVE) {
                problems.add(
                        new Problem(address.name(), "is not an https address.", "Use the provider's https address."));
            }
        }
        return problems;
    }

    private static List<Problem> requireUsableKey(Settings settings) {
        try {
            rsaKey(settings);
            return List.of();
        } catch (IllegalArgumentException unusable) {
            return List.of(new Problem(
                    JWT_RSA_PRIVATE_KEY.name(),
                    String.valueOf(unusable.getMessage()),
                    "Make one with `openssl genrsa -traditional 2048`, or remove it."));
        }
    }

    /** Where addresses are; the file is read here. */
    static Places places(Settings settings) {
        return settings.find(GEOIP_DATABASE)
                .map(file -> {
                    try {
                        return (Places) GeoDatabase.open(Path.of(file));
                    } catch (IOException unreadable) {
                        throw new UncheckedIOException(unreadable);
                    }
                })
                .orElse(Places.UNKNOWN);
    }

    private static List<Problem> requireReadablePlaces(Settings settings) {
        try {
            places(settings);
            return List.of();
        } catch (UncheckedIOException | InvalidPathException unreadable) {
            return List.of(new Problem(
                    GEOIP_DATABASE.name(),
                    "cannot be read as a database of places: " + unreadable.getMessage() + ".",
                    "Name an .mmdb file that this process may read, or remove it."));
        }
    }

    private static List<Problem> adviseOnTrust(Settings settings) {
        return settings.get(ALLOW_UNVERIFIED) && settings.profile() == Profile.SERVE
                ? List.of(new Problem(
                        ALLOW_UNVERIFIED.name(),
                        "is true: ANYBODY CAN SIGN IN AS ANYBODY by POST /auth/authenticate.",
                        "Remove it; configure an auth provider, or call from your backend with a project key."))
                : List.of();
    }

    private static List<Problem> adviseOnLifetimes(Settings settings) {
        return settings.get(JWT_REFRESH_EXPIRY).compareTo(settings.get(JWT_ACCESS_EXPIRY)) <= 0
                ? List.of(new Problem(
                        JWT_REFRESH_EXPIRY.name(),
                        "is not longer than JWT_ACCESS_EXPIRY.",
                        "Refresh tokens should live for days, access tokens for minutes."))
                : List.of();
    }

    private static List<Problem> adviseOnDomain(Settings settings) {
        return settings.find(COOKIE_DOMAIN).isPresent()
                        && cookieDomain(settings).isEmpty()
                ? List.of(new Problem(
                        COOKIE_DOMAIN.name(),
                        "is no domain of at least two labels; cookies are set for this host only.",
                        "Use a domain such as example.com."))
                : List.of();
    }
}
