package dev.latchkey.platform.mail;

import dev.latchkey.platform.configuration.Secret;
import dev.latchkey.platform.outbox.PermanentFailure;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.net.IDN;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.jspecify.annotations.Nullable;

/**
 * Speaks SMTP (RFC 5321), one connection a mail. With TLS the server's certificate must be valid for the host, and a
 * server that does not offer STARTTLS gets nothing.
 */
public final class SmtpEmailService implements EmailService {

    /** How the connection is protected. */
    public enum Tls {
        /** Plain first, then TLS before anything is said (RFC 3207). */
        STARTTLS(587),
        /** TLS from the first byte (RFC 8314). */
        IMPLICIT(465),
        /** Readable by everybody on the way; for relays on the same machine. */
        NONE(25);

        private final int usualPort;

        Tls(int usualPort) {
            this.usualPort = usualPort;
        }

        int usualPort() {
            return usualPort;
        }
    }

    /**
     * Where to and as whom.
     *
     * @param credentials empty for servers that ask for none
     */
    public record Options(String host, int port, Tls tls, Optional<Credentials> credentials, Duration timeout) {}

    /** A log-in. */
    public record Credentials(String username, Secret password) {}

    private final Options options;
    private final Clock clock;
    private final Session session;

    /** @param sockets whose certificates are believed */
    public SmtpEmailService(Options options, SSLSocketFactory sockets, Clock clock) {
        this.options = options;
        this.clock = clock;
        this.session = Session.getInstance(properties(options, sockets));
    }

    @Override
    public void send(MailMessage message) throws Exception {
        MimeMessage mime;
        try {
            mime = mime(message);
        } catch (MessagingException unsendable) {
            throw new PermanentFailure("the mail cannot be written down", unsendable);
        }
        try (Transport transport = session.getTransport("smtp")) {
            connect(transport);
            transport.sendMessage(mime, mime.getAllRecipients());
        } catch (AuthenticationFailedException refused) {
            // The text of the server may repeat what was sent.
            throw new IOException("the mail server refuses the log-in of " + options.host());
        } catch (MessagingException failure) {
            throw judged(failure);
        }
    }

    private void connect(Transport transport) throws MessagingException {
        Optional<Credentials> credentials = options.credentials();
        if (credentials.isPresent()) {
            transport.connect(
                    options.host(),
                    options.port(),
                    credentials.get().username(),
                    credentials.get().password().reveal());
            return;
        }
        transport.connect(options.host(), options.port(), null, null);
    }

    private MimeMessage mime(MailMessage message) throws MessagingException, UnsupportedEncodingException {
        MimeMultipart alternatives = new MimeMultipart("alternative");
        alternatives.addBodyPart(part(message.text(), "plain"));
        alternatives.addBodyPart(part(message.html(), "html"));
        MimeMessage mime = new ReferencedMessage(session, message);
        mime.setFrom(address(message.from()));
        mime.setRecipient(Message.RecipientType.TO, address(message.to()));
        mime.setSubject(message.subject(), "UTF-8");
        mime.setSentDate(Date.from(clock.instant()));
        // RFC 3834: nobody's holiday answer is wanted.
        mime.setHeader("Auto-Submitted", "auto-generated");
        mime.setContent(alternatives);
        mime.saveChanges();
        return mime;
    }

    private static MimeBodyPart part(String text, String subtype) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setText(text, "UTF-8", subtype);
        return part;
    }

    private static InternetAddress address(MailAddress address)
            throws MessagingException, UnsupportedEncodingException {
        String local = address.address()
                .substring(0, address.address().length() - address.domain().length());
        InternetAddress written = new InternetAddress(local + ascii(address.domain()), true);
        if (address.name() != null) {
            written.setPersonal(address.name(), "UTF-8");
        }
        return written;
    }

    /** Names of hosts travel in ASCII (RFC 5891). */
    private static String ascii(String domain) throws AddressException {
        try {
            return IDN.toASCII(domain, IDN.ALLOW_UNASSIGNED);
        } catch (IllegalArgumentException none) {
            throw new AddressException("no such domain can be");
        }
    }

    /**
     * 5xx for the recipient or the content will be 5xx tomorrow; 5xx for the sender or the log-in is a matter of
     * configuration, which somebody may mend before the letter is given up.
     */
    private static Exception judged(MessagingException failure) {
        for (Exception each = failure; each != null; each = next(each)) {
            if (each instanceof SMTPAddressFailedException address && isPermanent(address.getReturnCode())) {
                return new PermanentFailure("the mail server refuses the recipient: " + address.getReturnCode());
            }
        }
        if (failure instanceof SMTPSendFailedException content
                && isPermanent(content.getReturnCode())
                && !content.getCommand().startsWith("MAIL")) {
            return new PermanentFailure("the mail server refuses the mail: " + content.getReturnCode());
        }
        return failure;
    }

    private static @Nullable Exception next(Exception failure) {
        return failure instanceof MessagingException chained ? chained.getNextException() : null;
    }

    private static boolean isPermanent(int code) {
        boolean ofLogIn = code == 530 || code == 534 || code == 535 || code == 538;
        return code >= 500 && code < 600 && !ofLogIn;
    }

    private static Properties properties(Options options, SSLSocketFactory sockets) {
        Properties properties = new Properties();
        String timeout = String.valueOf(options.timeout().toMillis());
        properties.setProperty("mail.smtp.connectiontimeout", timeout);
        properties.setProperty("mail.smtp.timeout", timeout);
        properties.setProperty("mail.smtp.writetimeout", timeout);
        properties.setProperty(
                "mail.smtp.auth", String.valueOf(options.credentials().isPresent()));
        properties.setProperty("mail.smtp.auth.mechanisms", "PLAIN LOGIN");
        properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        properties.setProperty("mail.smtp.ssl.protocols", "TLSv1.3 TLSv1.2");
        properties.put("mail.smtp.ssl.socketFactory", sockets);
        switch (options.tls()) {
            case STARTTLS -> {
                properties.setProperty("mail.smtp.starttls.enable", "true");
                properties.setProperty("mail.smtp.starttls.required", "true");
            }
            case IMPLICIT -> properties.setProperty("mail.smtp.ssl.enable", "true");
            case NONE -> properties.setProperty("mail.smtp.starttls.enable", "false");
        }
        return properties;
    }

    /** Has the same {@code Message-ID} at every try, so that a mailbox that gets it twice can tell. */
    private static final class ReferencedMessage extends MimeMessage {

        private final String id;

        ReferencedMessage(Session session, MailMessage message) {
            super(session);
            this.id = "<" + message.reference() + "@" + message.from().domain() + ">";
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
        }
    }
}
