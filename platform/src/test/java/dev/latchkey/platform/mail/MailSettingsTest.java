package dev.latchkey.platform.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.platform.configuration.Configuration;
import dev.latchkey.platform.configuration.Environment;
import dev.latchkey.platform.configuration.Problem;
import dev.latchkey.platform.configuration.Profile;
import dev.latchkey.platform.configuration.SettingCatalogue;
import dev.latchkey.platform.configuration.Settings;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class MailSettingsTest {

    @Test
    void defaultsSendNothingAndLinkToADevelopersPage() {
        Settings settings = Settings.of(Profile.DEV, Map.of(), MailSettings.GROUP);
        assertThat(settings.get(MailSettings.FRONTEND_URL)).isEqualTo(URI.create("http://localhost:3000"));
        assertThat(settings.get(MailSettings.EMAIL_FROM)).isEqualTo("no-reply@localhost");
        assertThat(settings.get(MailSettings.EMAIL_FROM_NAME)).isEqualTo("Latchkey");
        assertThat(settings.get(MailSettings.SMTP_TLS)).isEqualTo(SmtpEmailService.Tls.STARTTLS);
        assertThat(MailSettings.ways(settings)).isEmpty();
    }

    @Test
    void eachWayIsAccepted() {
        for (Map<String, String> values : List.of(
                Map.of(
                        "SMTP_HOST",
                        "mail.example",
                        "EMAIL_FROM",
                        "a@b.example",
                        "SMTP_USERNAME",
                        "u",
                        "SMTP_PASSWORD",
                        "p"),
                Map.of("POSTMARK_API_TOKEN", "t", "POSTMARK_FROM_EMAIL", "a@b.example"),
                Map.of("SENDGRID_API_KEY", "t", "EMAIL_FROM", "a@b.example"),
                Map.of("RESEND_API_KEY", "t", "EMAIL_FROM", "a@b.example"))) {
            assertThat(names(Profile.SERVE, values)).as(values.toString()).isEmpty();
        }
    }

    @Test
    void whatContradictsItselfOrIsHalfStopsTheStart() {
        assertThat(names(Profile.DEV, Map.of("SMTP_HOST", "m", "RESEND_API_KEY", "k", "EMAIL_FROM", "a@b.example")))
                .containsExactly("SMTP_HOST");
        assertThat(names(Profile.DEV, Map.of("SMTP_HOST", "m"))).containsExactly("EMAIL_FROM");
        assertThat(names(Profile.DEV, Map.of("EMAIL_FROM", "The App <a@b.example>")))
                .containsExactly("EMAIL_FROM");
        assertThat(names(Profile.DEV, Map.of("EMAIL_FROM_NAME", "two\nlines"))).containsExactly("EMAIL_FROM_NAME");
        assertThat(names(Profile.DEV, Map.of("SMTP_HOST", "m", "EMAIL_FROM", "a@b.example", "SMTP_USERNAME", "u")))
                .containsExactly("SMTP_USERNAME");
        assertThat(names(Profile.DEV, Map.of("SMTP_USERNAME", "u", "SMTP_PASSWORD", "p")))
                .containsExactly("SMTP_HOST");
        assertThat(names(Profile.DEV, Map.of("SMTP_TLS", "maybe"))).containsExactly("SMTP_TLS");
    }

    @Test
    void serveSendsNothingReadableAcrossTheNetwork() {
        Map<String, String> plain =
                Map.of("SMTP_HOST", "mail.example", "SMTP_TLS", "none", "EMAIL_FROM", "a@b.example");
        assertThat(names(Profile.SERVE, plain)).containsExactly("SMTP_TLS");
        assertThat(names(Profile.DEV, plain)).isEmpty();
        assertThat(names(
                        Profile.SERVE,
                        Map.of("SMTP_HOST", "localhost", "SMTP_TLS", "none", "EMAIL_FROM", "a@b.example")))
                .isEmpty();
        assertThat(names(
                        Profile.SERVE,
                        Map.of(
                                "RESEND_API_KEY",
                                "k",
                                "EMAIL_FROM",
                                "a@b.example",
                                "LATCHKEY_MAIL_API_URL",
                                "http://x.example")))
                .containsExactly("LATCHKEY_MAIL_API_URL");
    }

    @Test
    void serveWarnsOfSilenceAndOfLinksToNowhere() {
        assertThat(read(Profile.SERVE, Map.of()).warnings())
                .extracting(Problem::name)
                .containsExactlyInAnyOrder("FRONTEND_URL", "SMTP_HOST");
        assertThat(read(Profile.SERVE, Map.of("FRONTEND_URL", "http://app.example"))
                        .warnings())
                .extracting(Problem::name)
                .contains("FRONTEND_URL");
        assertThat(read(Profile.DEV, Map.of()).warnings()).isEmpty();
    }

    @Test
    void noSecretIsEverShown() {
        Map<String, String> values = Map.of("SMTP_PASSWORD", "hunter2-long", "POSTMARK_API_TOKEN", "hunter2-long");
        assertThat(read(Profile.SERVE, values).problems().toString()).doesNotContain("hunter2");
    }

    private static List<String> names(Profile profile, Map<String, String> values) {
        return read(profile, values).problems().stream().map(Problem::name).toList();
    }

    private static Configuration read(Profile profile, Map<String, String> values) {
        return Configuration.read(SettingCatalogue.of(List.of(MailSettings.GROUP)), profile, Environment.of(values));
    }
}
