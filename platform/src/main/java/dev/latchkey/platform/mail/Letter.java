package dev.latchkey.platform.mail;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A mail to one user, before it has words.
 *
 * @param kind the outbox topic and the template, such as {@code email.verification}
 * @param to the address
 * @param name what the recipient is called; {@code null} when unknown
 * @param language of the text (BCP 47); {@code null} for the default
 * @param facts the template's variables; untrusted text
 * @param token goes into the link and nowhere else; {@code null} where the mail has none
 */
public record Letter(
        String kind,
        String to,
        @Nullable String name,
        @Nullable String language,
        Map<String, String> facts,
        @Nullable String token) {

    public Letter {
        facts = Map.copyOf(facts);
    }

    /** Tells neither facts nor token. */
    @Override
    public String toString() {
        return "Letter[" + kind + "]";
    }
}
