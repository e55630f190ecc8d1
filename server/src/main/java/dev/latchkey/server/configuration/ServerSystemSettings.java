package dev.latchkey.server.configuration;

import dev.latchkey.platform.configuration.AuditSettings;
import dev.latchkey.platform.configuration.HttpSettings;
import dev.latchkey.platform.configuration.LogSettings;
import dev.latchkey.platform.configuration.RateLimitSettings;
import dev.latchkey.platform.configuration.Secret;
import dev.latchkey.platform.configuration.SettingTypes;
import dev.latchkey.platform.settings.Counterpart;
import dev.latchkey.platform.settings.SystemSetting;
import dev.latchkey.platform.settings.SystemSettingTypes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What administrators may change of the server itself. */
public final class ServerSystemSettings {

    public static final SystemSetting<Optional<Secret>> SERVER_METRICS_API_KEY = SystemSetting.secret(
            "server_metrics_api_key",
            "server",
            SettingTypes.secret(16),
            "Opens `/metrics` to a monitoring system, as a bearer token or in X-Metrics-Api-Key; at least 16 characters.");

    public static final SystemSetting<LogSettings.Level> SERVER_LOG_LEVEL = SystemSetting.of(
                    "server_log_level",
                    "server",
                    LogSettings.LEVEL.type(),
                    LogSettings.Level.INFO,
                    "Least severe level that is logged.")
            .insteadOf(LogSettings.LEVEL);

    private static final SystemSetting<String> SERVER_LOG_FORMAT = SystemSetting.word(
                    "server_log_format",
                    "server",
                    List.of("json", "pretty"),
                    "json",
                    "One JSON object a line, or lines for people.")
            .lockedBy(new Counterpart<>(
                    LogSettings.FORMAT,
                    settings -> Optional.of(
                            settings.get(LogSettings.FORMAT) == LogSettings.Format.JSON ? "json" : "pretty"),
                    (settings, word) -> settings.with(
                            LogSettings.FORMAT,
                            word.equals("json") ? LogSettings.Format.JSON : LogSettings.Format.TEXT)))
            .remade();

    private static final SystemSetting<String> SERVER_BASE_PATH = SystemSetting.of(
                    "server_base_path", "server", SettingTypes.basePath(), "/auth", "Prefix of the sign-in routes.")
            .lockedBy(HttpSettings.AUTH_BASE_PATH)
            .fromStart(
                    "Routes are mounted once, and clients, cookies and redirect addresses at issuers name the path.");

    /** The organization that new users of the default project join: its row is the truth, not one of settings. */
    public static final SystemSetting<Optional<UUID>> DEFAULT_ORG_ID = SystemSetting.optional(
            "default_org_id",
            "org",
            SystemSettingTypes.uuid(),
            "Organization that new users of the default project join; empty for none.");

    private static final SystemSetting<Boolean> SERVER_TRUST_PROXY = SystemSetting.bool(
                    "server_trust_proxy",
                    "server",
                    false,
                    "Take the client address from X-Forwarded-For when the peer is a trusted proxy.")
            .lockedBy(HttpSettings.TRUST_PROXY)
            .remade();

    private static final SystemSetting<List<String>> SECURITY_CORS_ORIGINS = SystemSetting.of(
                    "security_cors_origins",
                    "security",
                    HttpSettings.CORS_ORIGINS.type(),
                    List.of(),
                    "Origins whose pages may call with credentials.")
            .lockedBy(HttpSettings.CORS_ORIGINS)
            .remade();

    public static final SystemSetting<Integer> AUDIT_RETENTION_DAYS = SystemSetting.of(
                    "audit_retention_days",
                    "audit",
                    SystemSettingTypes.integer(0, AuditSettings.LONGEST),
                    0,
                    "Days that the audit log reaches back at least; it is dropped by whole months. 0 keeps it for ever.")
            .lockedBy(AuditSettings.RETENTION_DAYS);

    public static final SystemSetting<Boolean> FEATURE_ORGANIZATIONS = SystemSetting.bool(
            "feature_organizations",
            "features",
            true,
            "Routes of organizations and invites; switched off, what organizations decide stays in force.");

    public static final SystemSetting<Boolean> FEATURE_MFA = SystemSetting.bool(
            "feature_mfa",
            "features",
            true,
            "Enrolment of second factors; switched off, those who have one are still asked for it.");

    public static final SystemSetting<Integer> RATE_LIMIT_AUTH = limit(
                    "rate_limit_auth", 10, "Sign-in requests per window and caller.")
            .insteadOf(RateLimitSettings.AUTH);

    public static final SystemSetting<Integer> RATE_LIMIT_GENERAL = limit(
                    "rate_limit_general", 60, "Other requests to sign-in and account routes per window and caller.")
            .insteadOf(RateLimitSettings.GENERAL);

    public static final SystemSetting<Duration> RATE_LIMIT_WINDOW = SystemSetting.seconds(
                    "rate_limit_window", "rate_limit", 1, 60, "Seconds of the sliding window of these limits.")
            .insteadOf(RateLimitSettings.WINDOW);

    public static final List<SystemSetting<?>> ALL = List.of(
            SERVER_METRICS_API_KEY,
            SERVER_LOG_LEVEL,
            SERVER_LOG_FORMAT,
            SERVER_BASE_PATH,
            DEFAULT_ORG_ID,
            FEATURE_ORGANIZATIONS,
            FEATURE_MFA,
            SERVER_TRUST_PROXY,
            SECURITY_CORS_ORIGINS,
            AUDIT_RETENTION_DAYS,
            RATE_LIMIT_AUTH,
            RATE_LIMIT_GENERAL,
            RATE_LIMIT_WINDOW);

    private ServerSystemSettings() {}

    private static SystemSetting<Integer> limit(String key, int fallback, String description) {
        return SystemSetting.of(key, "rate_limit", SystemSettingTypes.integer(1, 1_000_000), fallback, description);
    }
}
