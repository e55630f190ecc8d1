package dev.latchkey.platform.mail;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A mail to one user, before it has words.
 *
 * <p>Facts that templates know: {@code login_time}, {@code event_time}, {@code deletion_time} (ISO 8601, shown as the
 * reader's language writes times), {@code ip_address}, {@code location}, {@code device}, {@code browser}, {@code
 * credential} (a kind on the wire, or {@code email}), {@code change} ({@code added}, {@code removed}, {@code changed},
 * …), {@code org_name}, {@code inviter_name}, {@code role}, {@code expires_in_minutes}, {@code _hours}, {@code _days}.
 * What is missing reads "Unknown …"; words the language has no phrase for are shown as they are.
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
