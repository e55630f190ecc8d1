package dev.latchkey.platform.mail;

import dev.latchkey.platform.configuration.Problem;
import dev.latchkey.platform.configuration.Profile;
import dev.latchkey.platform.configuration.Secret;
import dev.latchkey.platform.configuration.Setting;
import dev.latchkey.platform.configuration.SettingGroup;
import dev.latchkey.platform.configuration.SettingType;
import dev.latchkey.platform.configuration.SettingTypes;
import dev.latchkey.platform.configuration.Settings;
import dev.latchkey.platform.settings.Counterpart;
import dev.latchkey.platform.settings.SystemSetting;
import dev.latchkey.platform.settings.SystemSettingTypes;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How mail leaves, from whom, and where its links lead (config.md 1, 4). */
public final class MailSettings {

    public static final Setting<URI> FRONTEND_URL = Setting.of(
                    "FRONTEND_URL",
                    SettingTypes.uri("https", "http"),
                    "Base of the links in mails: your application's own pages `/verify-email`, `/change-email`, `/reset-password`,"
                            + " `/instant-link/verify`, `/accept-invite`, `/account/security`, `/login`."
                            + " Without it, `dev` and `demo` link to this server's own pages.")
            .defaultTo(URI.create("http://localhost:3000"));

    public static final Setting<String> EMAIL_FROM =
            Setting.of("EMAIL_FROM", address(), "Sender of mails.").defaultTo("no-reply@localhost");

    public static final Setting<String> EMAIL_FROM_NAME = Setting.of(
                    "EMAIL_FROM_NAME",
                    SettingTypes.text().matching(name -> name.matches("[^\\p{Cc}]{1,100}"), "must be one line of text"),
                    "What the sender is called in mails.")
            .defaultTo("Latchkey");

    public static final Setting<String> SMTP_HOST = Setting.text(
                    "SMTP_HOST", "Mail server to send through, spoken to in SMTP.")
            .defaultNote("none");

    public static final Setting<Integer> SMTP_PORT = Setting.integer("SMTP_PORT", 1, 65_535, "TCP port of SMTP_HOST.")
            .defaultNote("587; 465 with SMTP_TLS=implicit; 25 with none");

    public static final Setting<SmtpEmailService.Tls> SMTP_TLS = Setting.of(
                    "SMTP_TLS",
                    SettingTypes.oneOf(SmtpEmailService.Tls.class),
                    "How the connection to SMTP_HOST is protected; its certificate must be valid for the host.")
            .defaultTo(SmtpEmailService.Tls.STARTTLS);

    public static final Setting<String> SMTP_USERNAME =
            Setting.text("SMTP_USERNAME", "Log-in at SMTP_HOST.").defaultNote("none: no log-in");

    public static final Setting<Secret> SMTP_PASSWORD = Setting.of(
                    "SMTP_PASSWORD", SettingTypes.secret(1), "Password of SMTP_USERNAME.")
            .keptSecret()
            .defaultNote("none");

    public static final Setting<Secret> POSTMARK_API_TOKEN = Setting.of(
                    "POSTMARK_API_TOKEN", SettingTypes.secret(1), "Server token: send through Postmark.")
            .keptSecret()
            .defaultNote("none");

    public static final Setting<String> POSTMARK_FROM_EMAIL = Setting.of(
                    "POSTMARK_FROM_EMAIL", address(), "Sender of mails through Postmark.")
            .defaultNote("EMAIL_FROM");

    public static final Setting<Secret> SENDGRID_API_KEY = Setting.of(
                    "SENDGRID_API_KEY", SettingTypes.secret(1), "API key: send through SendGrid.")
            .keptSecret()
            .defaultNote("none");

    public static final Setting<Secret> RESEND_API_KEY = Setting.of(
                    "RESEND_API_KEY", SettingTypes.secret(1), "API key: send through Resend.")
            .keptSecret()
            .defaultNote("none");

    public static final Setting<URI> API_URL = Setting.of(
                    "LATCHKEY_MAIL_API_URL",
                    SettingTypes.uri("https", "http"),
                    "Base of the provider's HTTP API, for its other regions.")
            .defaultNote("the provider's own");

    /** Each of them alone says how mail leaves. */
    private static final List<Setting<?>> WAYS =
            List.of(SMTP_HOST, POSTMARK_API_TOKEN, SENDGRID_API_KEY, RESEND_API_KEY);

    public static final SettingGroup GROUP = SettingGroup.of(
                    "Mail",
                    FRONTEND_URL,
                    EMAIL_FROM,
                    EMAIL_FROM_NAME,
                    SMTP_HOST,
                    SMTP_PORT,
                    SMTP_TLS,
                    SMTP_USERNAME,
                    SMTP_PASSWORD,
                    POSTMARK_API_TOKEN,
                    POSTMARK_FROM_EMAIL,
                    SENDGRID_API_KEY,
                    RESEND_API_KEY,
                    API_URL)
            .withRules(
                    MailSettings::requireOneWay,
                    MailSettings::requireSender,
                    MailSettings::requireWholeLogIn,
                    MailSettings::requireProtection)
            .withAdvice(MailSettings::adviseOnLinks, MailSettings::adviseOnSilence);

    private static final SystemSetting<Optional<String>> EMAIL_SMTP_HOST = SystemSetting.locked(
                    SystemSetting.optional(
                            "email_smtp_host",
                            "email",
                            SystemSettingTypes.text()
                                    .matching(host -> host.matches("[A-Za-z0-9.:-]{1,253}"), "must be a host"),
                            "Mail server to send through; empty for the service that the environment names."),
                    SMTP_HOST)
            .remade();

    private static final SystemSetting<Integer> EMAIL_SMTP_PORT = SystemSetting.of(
                    "email_smtp_port",
                    "email",
                    SystemSettingTypes.integer(1, 65_535),
                    587,
                    "TCP port of email_smtp_host; on 465 the connection is encrypted from its first byte.")
            .lockedBy(new Counterpart<>(
                    SMTP_PORT,
                    settings -> settings.find(SMTP_PORT)
                            .or(() -> Optional.of(settings.get(SMTP_TLS).usualPort())),
                    (settings, port) -> protect(settings.with(SMTP_PORT, port))))
            .remade();

    private static final SystemSetting<Boolean> EMAIL_SMTP_TLS = SystemSetting.bool(
                    "email_smtp_tls", "email", true, "Encrypt the connection to email_smtp_host.")
            .lockedBy(new Counterpart<>(
                    SMTP_TLS,
                    settings -> Optional.of(settings.get(SMTP_TLS) != SmtpEmailService.Tls.NONE),
                    (settings, on) -> protect(
                            settings.with(SMTP_TLS, on ? SmtpEmailService.Tls.STARTTLS : SmtpEmailService.Tls.NONE))))
            .remade();

    private static final SystemSetting<Optional<String>> EMAIL_SMTP_USER = SystemSetting.locked(
                    SystemSetting.optional(
                            "email_smtp_user",
                            "email",
                            SystemSettingTypes.text(),
                            "Log-in at email_smtp_host; empty for none."),
                    SMTP_USERNAME)
            .remade();

    private static final SystemSetting<Optional<Secret>> EMAIL_SMTP_PASSWORD = SystemSetting.locked(
                    SystemSetting.secret(
                            "email_smtp_password", "email", SettingTypes.secret(1), "Password of email_smtp_user."),
                    SMTP_PASSWORD)
            .remade();

    private static final SystemSetting<String> EMAIL_FROM_ADDRESS = SystemSetting.of(
                    "email_from_address", "email", address(), "no-reply@localhost", "Sender of mails.")
            .lockedBy(EMAIL_FROM)
            .remade();

    private static final SystemSetting<String> EMAIL_SENDER_NAME = SystemSetting.of(
                    "email_from_name", "email", EMAIL_FROM_NAME.type(), "Latchkey", "What the sender is called.")
            .lockedBy(EMAIL_FROM_NAME)
            .remade();

    private static final SystemSetting<String> EMAIL_PROVIDER = SystemSetting.word(
                    "email_provider",
                    "email",
                    SmtpRelay.words(),
                    SmtpRelay.CUSTOM.word(),
                    "Whose mail server is spoken to where email_smtp_host is empty; custom and ses need the host.")
            .lockedBy(new Counterpart<>(
                    SMTP_HOST,
                    settings -> settings.find(SMTP_HOST)
                            .map(host -> SmtpRelay.at(host).word()),
                    (settings, word) -> SmtpRelay.of(word)
                            .host()
                            .map(host -> settings.with(SMTP_HOST, host))
                            .orElse(settings)))
            .remade();

    private static final SystemSetting<URI> SERVER_FRONTEND_URL = SystemSetting.of(
                    "server_frontend_url",
                    "server",
                    SystemSettingTypes.address(),
                    URI.create("http://localhost:3000"),
                    "Base of the links in mails: your application's own pages.")
            .lockedBy(FRONTEND_URL)
            .remade();

    /** What administrators may change. */
    public static final List<SystemSetting<?>> SYSTEM = List.of(
            EMAIL_PROVIDER,
            EMAIL_SMTP_HOST,
            EMAIL_SMTP_PORT,
            EMAIL_SMTP_TLS,
            EMAIL_SMTP_USER,
            EMAIL_SMTP_PASSWORD,
            EMAIL_FROM_ADDRESS,
            EMAIL_SENDER_NAME,
            SERVER_FRONTEND_URL);

    private MailSettings() {}

    /** Nobody says STARTTLS on the port where encryption comes first. */
    private static Settings protect(Settings settings) {
        boolean encryptedPort =
                settings.find(SMTP_PORT).filter(port -> port == 465).isPresent();
        return encryptedPort && settings.get(SMTP_TLS) == SmtpEmailService.Tls.STARTTLS
                ? settings.with(SMTP_TLS, SmtpEmailService.Tls.IMPLICIT)
                : settings;
    }

    /** Which of the settings that choose a service is set. */
    static List<Setting<?>> ways(Settings settings) {
        return WAYS.stream().filter(way -> settings.find(way).isPresent()).toList();
    }

    private static SettingType<String> address() {
        return SettingTypes.text().matching(MailSettings::isAddress, "must be a mail address, without a name");
    }

    private static boolean isAddress(String text) {
        try {
            return MailAddress.of(text).name() == null;
        } catch (UnsendableException none) {
            return false;
        }
    }

    private static List<Problem> requireOneWay(Settings settings) {
        List<String> names = ways(settings).stream().map(Setting::name).toList();
        return names.size() <= 1
                ? List.of()
                : List.of(new Problem(
                        names.getFirst(),
                        "and " + String.join(", ", names.subList(1, names.size())) + " each choose a mail service.",
                        "Keep one of them."));
    }

    private static List<Problem> requireSender(Settings settings) {
        boolean postmark = settings.find(POSTMARK_API_TOKEN).isPresent()
                && settings.find(POSTMARK_FROM_EMAIL).isPresent();
        return ways(settings).isEmpty() || postmark || settings.isGiven(EMAIL_FROM)
                ? List.of()
                : List.of(new Problem(
                        EMAIL_FROM.name(),
                        "is not set, but a mail service is.",
                        "Set it to an address that the service lets you send from."));
    }

    private static List<Problem> requireWholeLogIn(Settings settings) {
        List<Problem> problems = new ArrayList<>();
        if (settings.find(SMTP_USERNAME).isPresent()
                != settings.find(SMTP_PASSWORD).isPresent()) {
            problems.add(new Problem(
                    SMTP_USERNAME.name(), "and SMTP_PASSWORD need each other.", "Set both, or neither for no log-in."));
        }
        if (settings.find(SMTP_HOST).isEmpty() && settings.isGiven(SMTP_USERNAME)) {
            problems.add(new Problem(
                    SMTP_HOST.name(), "is not set, but SMTP_USERNAME is.", "Set it, or remove SMTP_USERNAME."));
        }
        return problems;
    }

    private static List<Problem> requireProtection(Settings settings) {
        if (settings.profile() != Profile.SERVE) {
            return List.of();
        }
        List<Problem> problems = new ArrayList<>();
        String host = settings.find(SMTP_HOST).orElse("localhost");
        boolean here = Set.of("localhost", "127.0.0.1", "::1").contains(host);
        if (settings.get(SMTP_TLS) == SmtpEmailService.Tls.NONE && !here) {
            problems.add(new Problem(
                    SMTP_TLS.name(),
                    "is none: log-in and sign-in links would travel readable to " + host + ".",
                    "Set it to starttls or implicit."));
        }
        if (settings.find(API_URL)
                .filter(url -> "http".equalsIgnoreCase(url.getScheme()))
                .isPresent()) {
            problems.add(new Problem(API_URL.name(), "is plain http.", "Set it to an https address."));
        }
        return problems;
    }

    private static List<Problem> adviseOnLinks(Settings settings) {
        if (settings.profile() != Profile.SERVE) {
            return List.of();
        }
        if (!settings.isGiven(FRONTEND_URL)) {
            return List.of(new Problem(
                    FRONTEND_URL.name(),
                    "is not set: links in mails lead to " + settings.get(FRONTEND_URL) + ".",
                    "Set it to the address of your application."));
        }
        return "https".equalsIgnoreCase(settings.get(FRONTEND_URL).getScheme())
                ? List.of()
                : List.of(new Problem(
                        FRONTEND_URL.name(),
                        "is plain http: so are the links in mails.",
                        "Set it to an https address."));
    }

    private static List<Problem> adviseOnSilence(Settings settings) {
        return settings.profile() != Profile.SERVE || !ways(settings).isEmpty()
                ? List.of()
                : List.of(new Problem(
                        SMTP_HOST.name(),
                        "is not set, nor is another mail service: mails are noted in the log and not sent.",
                        "Set SMTP_HOST, POSTMARK_API_TOKEN, SENDGRID_API_KEY or RESEND_API_KEY."));
    }
}
