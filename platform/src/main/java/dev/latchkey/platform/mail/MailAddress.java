package dev.latchkey.platform.mail;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One mailbox: who, and what they are called.
 *
 * @param address as it goes to the server: one {@code @}, no blanks, no control characters, no brackets, quotes or lists
 * @param name shown beside it; {@code null} for none
 */
public record MailAddress(String address, @Nullable String name) {

    /** Stricter than RFC 5321 on purpose: what a header or an SMTP command could read as two things is refused. */
    private static final Pattern ADDRESS = Pattern.compile(
            "[\\p{L}\\p{N}!#$%&'*+/=?^_`{|}~.-]{1,64}@[\\p{L}\\p{N}]([\\p{L}\\p{N}.-]{0,251}[\\p{L}\\p{N}])?");

    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}]");
    private static final int MAX_NAME = 200;

    /** Throws {@link UnsendableException} for what is not an address or would break out of a header. */
    public MailAddress {
        if (address.length() > 254 || !ADDRESS.matcher(address).matches()) {
            throw new UnsendableException("the address cannot be sent to");
        }
        if (name != null && (name.length() > MAX_NAME || CONTROL.matcher(name).find())) {
            throw new UnsendableException("a name in a mail is one line of at most " + MAX_NAME + " characters");
        }
    }

    public static MailAddress of(String address) {
        return new MailAddress(address, null);
    }

    /** The part behind the {@code @}. */
    String domain() {
        return address.substring(address.indexOf('@') + 1);
    }

    /** Enough to recognise it in a log, too little to write to. */
    String masked() {
        return address.substring(0, 1) + "***@" + domain();
    }
}
