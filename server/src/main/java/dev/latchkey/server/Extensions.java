package dev.latchkey.server;

import dev.latchkey.identity.signin.AuthCallback;
import dev.latchkey.platform.mail.EmailService;
import java.util.Optional;

/**
 * What a program that embeds the server brings along.
 *
 * @param callback told of sign-ins; what it returns travels to the client
 * @param email sends mail instead of the service the settings choose
 */
public record Extensions(AuthCallback callback, Optional<EmailService> email) {

    /** Nothing: the server on its own. */
    public static final Extensions NONE = new Extensions(AuthCallback.NONE, Optional.empty());

    public Extensions withCallback(AuthCallback value) {
        return new Extensions(value, email);
    }

    public Extensions withEmail(EmailService value) {
        return new Extensions(callback, Optional.of(value));
    }
}
