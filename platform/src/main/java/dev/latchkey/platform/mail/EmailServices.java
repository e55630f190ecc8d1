package dev.latchkey.platform.mail;

import dev.latchkey.platform.configuration.Secret;
import dev.latchkey.platform.configuration.Settings;
import dev.latchkey.platform.outbound.JsonClient;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocketFactory;

/** The mail service that the settings choose. */
final class EmailServices {

    /** Below the time a delivery may take, so that the service's own error is the one that is recorded. */
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final Settings settings;
    private final JsonClient client;
    private final Clock clock;

    EmailServices(Settings settings, JsonClient client, Clock clock) {
        this.settings = settings;
        this.client = client;
        this.clock = clock;
    }

    /** Empty when none is configured. */
    Optional<EmailService> configured() {
        return Stream.of(
                        smtp(),
                        http(MailSettings.POSTMARK_API_TOKEN, Postmark::new, Postmark.BASE),
                        http(MailSettings.SENDGRID_API_KEY, SendGrid::new, SendGrid.BASE),
                        http(MailSettings.RESEND_API_KEY, Resend::new, Resend.BASE))
                .flatMap(Optional::stream)
                .findFirst();
    }

    static JsonClient client() {
        return new JsonClient(TIMEOUT);
    }

    private Optional<EmailService> http(
            dev.latchkey.platform.configuration.Setting<Secret> key,
            Function<Secret, HttpEmailService.Provider> provider,
            URI base) {
        return settings.find(key)
                .map(secret -> new HttpEmailService(
                        provider.apply(secret),
                        settings.find(MailSettings.API_URL).orElse(base),
                        client));
    }

    private Optional<EmailService> smtp() {
        return settings.find(MailSettings.SMTP_HOST).map(host -> {
            SmtpEmailService.Tls tls = settings.get(MailSettings.SMTP_TLS);
            Optional<SmtpEmailService.Credentials> credentials = settings.find(MailSettings.SMTP_USERNAME)
                    .map(username ->
                            new SmtpEmailService.Credentials(username, settings.get(MailSettings.SMTP_PASSWORD)));
            int port = settings.find(MailSettings.SMTP_PORT).orElseGet(tls::usualPort);
            SmtpEmailService.Options options =
                    new SmtpEmailService.Options(host, port, tls, credentials, TIMEOUT.dividedBy(2));
            return new SmtpEmailService(options, (SSLSocketFactory) SSLSocketFactory.getDefault(), clock);
        });
    }
}
