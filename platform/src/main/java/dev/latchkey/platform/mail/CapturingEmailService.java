package dev.latchkey.platform.mail;

import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps every mail for the developer to read and prints its link; passes it on where a real service is configured. */
final class CapturingEmailService implements EmailService {

    private static final Logger LOG = LoggerFactory.getLogger("latchkey.mail");

    private final Mailbox mailbox;
    private final Supplier<Optional<EmailService>> next;

    CapturingEmailService(Mailbox mailbox, Supplier<Optional<EmailService>> next) {
        this.mailbox = mailbox;
        this.next = next;
    }

    @Override
    public void send(MailMessage message) throws Exception {
        Optional<EmailService> real = next.get();
        if (real.isPresent()) {
            real.get().send(message);
        }
        Mailbox.Captured captured = mailbox.add(message);
        LOG.info(
                "mail {} to {}: {} {} (all of it at /dev/mail/{})",
                message.kind(),
                message.to().address(),
                message.subject(),
                captured.links().stream().findFirst().orElse(""),
                captured.id());
    }
}
