package dev.latchkey.identity.user;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An e-mail address in its normal form, in which addresses are stored and compared: NFKC, then lower case (auth-api.md
 * 8).
 */
public record EmailAddress(String value) {

    private static final int MAX_LENGTH = 320;
    private static final Pattern PLAUSIBLE = Pattern.compile("[^\\s\\p{C}@]+@[^\\s\\p{C}@]+\\.[^\\s\\p{C}@]+");
    private static final Pattern LOCAL_PART = Pattern.compile("[A-Za-z0-9_+!-]+(\\.[A-Za-z0-9_+!-]+)*");
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?");
    private static final Pattern LAST_LABEL = Pattern.compile("[A-Za-z]{2,}");
    private static final Set<String> MISTYPED = Set.of(
            "con", "cmo", "ocm", "cm", "vom", "xom", "cpm", "clm", "ney", "met", "bet", "nrt", "ogr", "rog", "prg",
            "irg", "edi", "rdu");

    /**
     * Any {@code x@y.z} without blanks, as backends and providers may send it; throws {@link IllegalArgumentException}
     * otherwise. Characters that only the normal form makes ASCII (full-width letters, ligatures, the Kelvin sign) are
     * refused: another mailbox must not be taken for the one that it becomes.
     */
    public static EmailAddress parse(String text) {
        String normal = normalForm(text.strip());
        boolean becomesAscii = asciiIn(normal) > asciiIn(text);
        if (becomesAscii
                || normal.length() > MAX_LENGTH
                || !PLAUSIBLE.matcher(normal).matches()) {
            throw new IllegalArgumentException("must be an email");
        }
        return new EmailAddress(normal);
    }

    /** The syntax that registration asks for; throws {@link IllegalArgumentException} with what is wrong. */
    public static EmailAddress parseStrictly(String text) {
        int at = text.indexOf('@');
        if (text.length() > 254 || at < 1 || at > 64 || at != text.lastIndexOf('@')) {
            throw invalid();
        }
        String local = text.substring(0, at);
        String domain = text.substring(at + 1);
        String[] labels = domain.split("\\.", -1);
        boolean sound = LOCAL_PART.matcher(local).matches()
                && domain.length() <= 253
                && labels.length >= 2
                && Arrays.stream(labels).allMatch(label -> LABEL.matcher(label).matches());
        String last = labels[labels.length - 1];
        if (!sound || !LAST_LABEL.matcher(last).matches() || MISTYPED.contains(last.toLowerCase(Locale.ROOT))) {
            throw invalid();
        }
        return new EmailAddress(normalForm(text));
    }

    /** NFKC and lower case, of any text: what is typed at a sign-in is looked up so, well-formed or not. */
    public static String normalForm(String text) {
        String lower = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        return Normalizer.normalize(lower, Normalizer.Form.NFKC);
    }

    private static long asciiIn(String text) {
        return text.chars().filter(character -> character < 0x80).count();
    }

    private static IllegalArgumentException invalid() {
        return new IllegalArgumentException("must be a valid e-mail address");
    }

    @Override
    public String toString() {
        return value;
    }
}
