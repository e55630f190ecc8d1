package dev.latchkey.identity;

import dev.latchkey.identity.authenticate.AuthenticateSettings;
import dev.latchkey.identity.device.GeoDatabase;
import dev.latchkey.identity.device.Places;
import dev.latchkey.identity.dpop.DpopSettings;
import dev.latchkey.identity.mailbox.InstantLinkSettings;
import dev.latchkey.identity.mfa.MfaSettings;
import dev.latchkey.identity.password.PasswordSettings;
import dev.latchkey.identity.provider.ProviderSettings;
import dev.latchkey.identity.session.CookieSettings;
import dev.latchkey.identity.token.RsaSigningKey;
import dev.latchkey.platform.configuration.PemBlock;
import dev.latchkey.platform.configuration.Problem;
import dev.latchkey.platform.configuration.Setting;
import dev.latchkey.platform.configuration.SettingGroup;
import dev.latchkey.platform.configuration.SettingType;
import dev.latchkey.platform.configuration.SettingTypes;
import dev.latchkey.platform.configuration.Settings;
import dev.latchkey.platform.settings.SystemSetting;
import dev.latchkey.platform.settings.SystemSettingTypes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** How users sign in, and what their tokens and cookies look like. */
public final class IdentitySettings {

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

    public static final SystemSetting<Boolean> AUTH_EMAIL_ENABLED = SystemSetting.bool(
                    "auth_email_enabled", "auth.email", true, "Sign-in by address and password.")
            .insteadOf(EMAIL_ENABLED);

    static final SystemSetting<Duration> SECURITY_SESSION_TIMEOUT = SystemSetting.seconds(
                    "security_session_timeout",
                    "security",
                    300,
                    604_800,
                    "Seconds after which users who do nothing have to sign in again.")
            .lockedBy(JWT_REFRESH_EXPIRY);

    static final SystemSetting<String> SECURITY_JWT_ISSUER = SystemSetting.of(
                    "security_jwt_issuer",
                    "security",
                    name(),
                    "cedros-login",
                    "`iss` of new access tokens; those issued before keep counting until they expire.")
            .lockedBy(JWT_ISSUER);

    static final SystemSetting<String> SECURITY_JWT_AUDIENCE = SystemSetting.of(
                    "security_jwt_audience",
                    "security",
                    name(),
                    "cedros-app",
                    "`aud` of new access tokens; those issued before keep counting until they expire.")
            .lockedBy(JWT_AUDIENCE);

    /** What administrators may change. */
    static final List<SystemSetting<?>> SYSTEM =
            List.of(AUTH_EMAIL_ENABLED, SECURITY_SESSION_TIMEOUT, SECURITY_JWT_ISSUER, SECURITY_JWT_AUDIENCE);

    public static final SettingGroup GROUP = SettingGroup.of(
                    "Sign-in",
                    AuthenticateSettings.ALLOW_UNVERIFIED,
                    ProviderSettings.AUTH_PROVIDER,
                    ProviderSettings.AUTH_PROVIDER_ISSUER,
                    ProviderSettings.AUTH_PROVIDER_AUDIENCE,
                    ProviderSettings.AUTH_PROVIDER_JWKS_URL,
                    JWT_ISSUER,
                    JWT_AUDIENCE,
                    JWT_ACCESS_EXPIRY,
                    JWT_REFRESH_EXPIRY,
                    SESSION_MAX_AGE,
                    REFRESH_REPLAY_GRACE,
                    JWT_RSA_PRIVATE_KEY,
                    SIGNING_KEY_AGE,
                    EMAIL_ENABLED,
                    PasswordSettings.EMAIL_REQUIRE_VERIFICATION,
                    PasswordSettings.EMAIL_BLOCK_DISPOSABLE,
                    PasswordSettings.EMAIL_CUSTOM_BLOCKED_DOMAINS,
                    PasswordSettings.BREACH_RANGE_URL,
                    MfaSettings.TOTP_ISSUER,
                    InstantLinkSettings.INSTANT_LINK_ENABLED,
                    CookieSettings.ENABLED,
                    CookieSettings.DOMAIN,
                    CookieSettings.SECURE,
                    CookieSettings.SAME_SITE,
                    CookieSettings.ACCESS_NAME,
                    CookieSettings.REFRESH_NAME,
                    CookieSettings.PATH_PREFIX,
                    GEOIP_DATABASE,
                    DpopSettings.PUBLIC_URLS)
            .withRules(
                    CookieSettings::requireSecure,
                    ProviderSettings::requireWhole,
                    IdentitySettings::requireUsableKey,
                    PasswordSettings::requireHttps,
                    IdentitySettings::requireReadablePlaces)
            .withAdvice(
                    AuthenticateSettings::adviseOnTrust,
                    IdentitySettings::adviseOnLifetimes,
                    CookieSettings::adviseOnDomain);

    private IdentitySettings() {}

    private static SettingType<String> name() {
        return SystemSettingTypes.text().matching(text -> !text.isBlank(), "must not be empty");
    }

    /** The configured RSA key. */
    static Optional<RsaSigningKey> rsaKey(Settings settings) {
        return settings.find(JWT_RSA_PRIVATE_KEY)
                .map(pem -> pem.label().startsWith("RSA")
                        ? RsaSigningKey.ofPkcs1(pem.der())
                        : RsaSigningKey.ofPkcs8(pem.der()));
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

    private static List<Problem> adviseOnLifetimes(Settings settings) {
        return settings.get(JWT_REFRESH_EXPIRY).compareTo(settings.get(JWT_ACCESS_EXPIRY)) <= 0
                ? List.of(new Problem(
                        JWT_REFRESH_EXPIRY.name(),
                        "is not longer than JWT_ACCESS_EXPIRY.",
                        "Refresh tokens should live for days, access tokens for minutes."))
                : List.of();
    }
}
