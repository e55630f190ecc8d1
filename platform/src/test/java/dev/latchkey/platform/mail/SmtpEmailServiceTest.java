package dev.latchkey.platform.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.latchkey.platform.configuration.Secret;
import dev.latchkey.platform.outbox.PermanentFailure;
import dev.latchkey.testkit.TestClock;
import jakarta.mail.Message;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spoken with a real mail server, and with one that refuses what it is told to. */
final class SmtpEmailServiceTest {

    private static final MailMessage MAIL = new MailMessage(
            new MailAddress("hello@app.example", "Die App \"Überall\""),
            MailAddress.of("ada@example.com"),
            "Grüße, bestätigen Sie",
            "<p>html ä</p>",
            "text ä\n.\nline after a dot",
            "email.verification",
            "ref-1");
    private static final TestClock CLOCK = TestClock.at("2026-11-22T05:29:08Z");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    @Test
    void aMailArrivesWholeWithBothFormsAndItsHeaders() throws Exception {
        GreenMail server = start(ServerSetup.PROTOCOL_SMTP);
        try {
            smtp(server.getSmtp().getPort(), SmtpEmailService.Tls.NONE, Optional.empty(), SSLContext.getDefault())
                    .send(MAIL);
            MimeMessage received = server.getReceivedMessages()[0];
            assertThat(received.getSubject()).isEqualTo("Grüße, bestätigen Sie");
            assertThat(((InternetAddress) received.getFrom()[0]).getPersonal()).isEqualTo("Die App \"Überall\"");
            assertThat(((InternetAddress) received.getFrom()[0]).getAddress()).isEqualTo("hello@app.example");
            assertThat(received.getRecipients(Message.RecipientType.TO))
                    .containsExactly(new InternetAddress("ada@example.com"));
            assertThat(received.getHeader("Message-ID")).containsExactly("<ref-1@app.example>");
            assertThat(received.getHeader("Auto-Submitted")).containsExactly("auto-generated");
            assertThat(received.getSentDate()).isEqualTo("2026-11-22T05:29:08Z");
            MimeMultipart parts = (MimeMultipart) received.getContent();
            assertThat(parts.getContentType()).startsWith("multipart/alternative");
            assertThat(parts.getBodyPart(0).getContentType()).startsWith("text/plain");
            assertThat((String) parts.getBodyPart(0).getContent())
                    .isEqualToNormalizingNewlines("text ä\n.\nline after a dot");
            assertThat(parts.getBodyPart(1).getContentType()).startsWith("text/html");
            assertThat((String) parts.getBodyPart(1).getContent()).isEqualTo("<p>html ä</p>");
        } finally {
            server.stop();
        }
    }

    @Test
    void aLogInIsMadeAndAWrongPasswordIsTriedAgainLater() throws Exception {
        GreenMail server = start(ServerSetup.PROTOCOL_SMTP);
        try {
            server.setUser("app@app.example", "app", "right");
            int port = server.getSmtp().getPort();
            SSLContext any = SSLContext.getDefault();
            smtp(port, SmtpEmailService.Tls.NONE, login("right"), any).send(MAIL);
            assertThat(server.getReceivedMessages()).hasSize(1);
            assertThatThrownBy(() -> smtp(port, SmtpEmailService.Tls.NONE, login("wrong"), any)
                            .send(MAIL))
                    .isNotInstanceOf(PermanentFailure.class)
                    .hasMessageContaining("refuses the log-in")
                    .hasMessageNotContaining("wrong");
            assertThat(server.getReceivedMessages()).hasSize(1);
        } finally {
            server.stop();
        }
    }

    @Test
    void implicitTlsChecksTheCertificate() throws Exception {
        TestCertificate certificate = TestCertificate.forHost("localhost", folder);
        System.setProperty("greenmail.tls.keystore.file", certificate.file().toString());
        System.setProperty("greenmail.tls.keystore.password", TestCertificate.PASSWORD);
        GreenMail server = start(ServerSetup.PROTOCOL_SMTPS);
        try {
            int port = server.getSmtps().getPort();
            smtp(port, SmtpEmailService.Tls.IMPLICIT, Optional.empty(), certificate.trusting())
                    .send(MAIL);
            assertThat(server.getReceivedMessages()).hasSize(1);
            assertThatThrownBy(
                            () -> smtp(port, SmtpEmailService.Tls.IMPLICIT, Optional.empty(), SSLContext.getDefault())
                                    .send(MAIL))
                    .as("a certificate nobody vouches for")
                    .isNotInstanceOf(PermanentFailure.class)
                    .hasRootCauseInstanceOf(java.security.cert.CertPathBuilderException.class);
            assertThat(server.getReceivedMessages()).hasSize(1);
        } finally {
            server.stop();
        }
    }

    @Test
    void startTlsComesBeforeLogInAndMail() throws Exception {
        TestCertificate certificate = TestCertificate.forHost("localhost", folder);
        try (SmtpFront front = SmtpFront.offeringTls(certificate.server())) {
            smtp(front.port(), SmtpEmailService.Tls.STARTTLS, login("right"), certificate.trusting())
                    .send(MAIL);
            assertThat(front.heard).hasSize(2).last().isEqualTo("STARTTLS");
            assertThat(front.heardInTls)
                    .anyMatch(line -> line.startsWith("AUTH PLAIN"))
                    .contains("MAIL FROM:<hello@app.example>", "RCPT TO:<ada@example.com>", "DATA");
        }
    }

    @Test
    void aServerWithoutStartTlsGetsNeitherPasswordNorMail() throws Exception {
        try (SmtpFront front = SmtpFront.answering(verb -> "")) {
            assertThatThrownBy(() -> smtp(
                                    front.port(),
                                    SmtpEmailService.Tls.STARTTLS,
                                    login("right"),
                                    SSLContext.getDefault())
                            .send(MAIL))
                    .isNotInstanceOf(PermanentFailure.class);
            assertThat(front.heard).noneMatch(line -> line.startsWith("AUTH") || line.startsWith("MAIL"));
        }
    }

    @Test
    void aCertificateForAnotherHostIsRefused() throws Exception {
        TestCertificate other = TestCertificate.forHost("other.example", folder);
        try (SmtpFront front = SmtpFront.offeringTls(other.server())) {
            assertThatThrownBy(() -> smtp(front.port(), SmtpEmailService.Tls.STARTTLS, login("right"), other.trusting())
                            .send(MAIL))
                    .isNotInstanceOf(PermanentFailure.class);
            assertThat(front.heardInTls).isEmpty();
        }
    }

    @Test
    void onlyARefusedRecipientOrMailIsHopeless() throws Exception {
        assertThat(refused("RCPT", "550 5.1.1 no such user"))
                .isInstanceOf(PermanentFailure.class)
                .hasMessage("the mail server refuses the recipient: 550");
        assertThat(refused(".", "554 5.7.1 spam"))
                .isInstanceOf(PermanentFailure.class)
                .hasMessage("the mail server refuses the mail: 554");
        for (List<String> temporary : List.of(
                List.of("RCPT", "451 4.7.1 greylisted"),
                List.of("RCPT", "452 mailbox full"),
                List.of("RCPT", "530 log in first"),
                List.of(".", "451 try later"),
                List.of("MAIL", "550 5.7.1 sender not yours"),
                List.of("MAIL", "421 shutting down"))) {
            assertThat(refused(temporary.getFirst(), temporary.getLast()))
                    .as(temporary.toString())
                    .isNotNull()
                    .isNotInstanceOf(PermanentFailure.class);
        }
    }

    @Test
    void aServerThatIsAwayOrSilentIsTriedAgainLater() throws Exception {
        try (java.net.Socket taken = new java.net.Socket()) {
            // Bound, so that nobody else listens there meanwhile, and not listening itself.
            taken.bind(new java.net.InetSocketAddress(java.net.InetAddress.getLoopbackAddress(), 0));
            assertThatThrownBy(() -> smtp(
                                    taken.getLocalPort(),
                                    SmtpEmailService.Tls.NONE,
                                    Optional.empty(),
                                    SSLContext.getDefault())
                            .send(MAIL))
                    .isNotInstanceOf(PermanentFailure.class);
        }
        try (java.net.ServerSocket silent =
                new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            long begun = System.nanoTime();
            assertThatThrownBy(() -> smtp(
                                    silent.getLocalPort(),
                                    SmtpEmailService.Tls.NONE,
                                    Optional.empty(),
                                    SSLContext.getDefault())
                            .send(MAIL))
                    .isNotInstanceOf(PermanentFailure.class);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
        }
    }

    private static Throwable refused(String verb, String answer) throws Exception {
        UnaryOperator<String> answers = said -> said.equals(verb) ? answer : "";
        try (SmtpFront front = SmtpFront.answering(answers)) {
            return org.assertj.core.api.Assertions.catchThrowable(
                    () -> smtp(front.port(), SmtpEmailService.Tls.NONE, Optional.empty(), SSLContext.getDefault())
                            .send(MAIL));
        }
    }

    private static GreenMail start(String protocol) {
        GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", protocol));
        server.start();
        return server;
    }

    private static Optional<SmtpEmailService.Credentials> login(String password) {
        return Optional.of(new SmtpEmailService.Credentials("app", new Secret(password)));
    }

    private static EmailService smtp(
            int port, SmtpEmailService.Tls tls, Optional<SmtpEmailService.Credentials> credentials, SSLContext trust) {
        return new SmtpEmailService(
                new SmtpEmailService.Options("localhost", port, tls, credentials, Duration.ofSeconds(5)),
                trust.getSocketFactory(),
                CLOCK);
    }
}
