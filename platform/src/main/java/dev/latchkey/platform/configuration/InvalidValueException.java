package dev.latchkey.platform.configuration;

import java.io.Serial;

/**
 * A text that a {@link SettingType} does not accept. The message completes the sentence "NAME …" (for example "must be
 * a whole number from 0 to 65535") and never repeats the text, which may be a secret.
 */
public final class InvalidValueException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public InvalidValueException(String requirement) {
        super(requirement, null, false, false);
    }

    String requirement() {
        return String.valueOf(getMessage());
    }
}
