package dev.latchkey.platform.mail;

import java.util.regex.Pattern;

/**
 * A mail with its words, ready to be sent.
 *
 * @param subject one line
 * @param html the body for those who see HTML, a whole document
 * @param text the same as plain text
 * @param kind what it is for, such as {@code email.verification}
 * @param reference the same for every try to send this mail, unique among mails: lets receivers notice a second copy
 */
public record MailMessage(
        MailAddress from, MailAddress to, String subject, String html, String text, String kind, String reference) {

    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}]");
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    /** Throws {@link UnsendableException} for what would break out of a header. */
    public MailMessage {
        if (CONTROL.matcher(subject).find()) {
            throw new UnsendableException("a subject is one line");
        }
        if (!TOKEN.matcher(kind).matches() || !TOKEN.matcher(reference).matches()) {
            throw new UnsendableException("kind and reference are letters, digits, dots, - and _");
        }
    }

    /** Tells neither body nor recipient. */
    @Override
    public String toString() {
        return "MailMessage[" + kind + " " + reference + "]";
    }
}
