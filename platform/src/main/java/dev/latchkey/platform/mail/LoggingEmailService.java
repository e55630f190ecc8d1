package dev.latchkey.platform.mail;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends nothing: notes that a mail would have gone out, without its words, its link or the whole address. */
final class LoggingEmailService implements EmailService {

    private static final Logger LOG = LoggerFactory.getLogger("latchkey.mail");

    @Override
    public void send(MailMessage message) {
        LOG.warn(
                "mail {} to {} not sent: no mail service is configured",
                message.kind(),
                message.to().masked());
    }
}
