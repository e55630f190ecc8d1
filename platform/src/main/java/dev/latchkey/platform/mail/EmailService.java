package dev.latchkey.platform.mail;

import dev.latchkey.platform.outbox.PermanentFailure;

/**
 * Sends one mail. Programs that embed the server may bring their own; it is called from several threads at once, within
 * thirty seconds a call, and may see the same {@link MailMessage#reference()} again after a crash.
 */
public interface EmailService {

    /**
     * Returns once the mail is somebody else's responsibility.
     *
     * @throws PermanentFailure when no later try can succeed (no such mailbox); any other exception means "try again
     *     later", also what an operator can mend, such as a refused password
     */
    void send(MailMessage message) throws Exception;
}
