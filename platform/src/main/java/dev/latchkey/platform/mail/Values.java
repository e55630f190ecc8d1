package dev.latchkey.platform.mail;

import java.net.InetAddress;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The variables of one letter in one language. Facts are other people's text (names, user agents): they become one line
 * of harmless length in which no mail program finds a link; a fact that is missing reads as the language says.
 */
final class Values {

    private static final int MAX_LENGTH = 120;
    private static final Pattern BLANK = Pattern.compile("[\\p{Cc}\\p{Z}]+");
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cf}\\p{Co}\\p{Cn}\\p{Cs}]");
    private static final Pattern DOMAIN_DOT = Pattern.compile("\\.(?=[\\p{L}\\p{M}])");
    private static final Pattern SCHEME = Pattern.compile("[:/\\\\]{2,}");

    private final Words words;
    /** Facts that are words of ours, in the reader's language; they may hold variables. */
    private final Map<String, String> phrases = new HashMap<>();

    private final Map<String, String> values = new HashMap<>();

    Values(Words words, Letter letter, LetterKind kind, String sender, String link) {
        this.words = words;
        letter.facts().forEach((name, value) -> put(name, value));
        put("user_name", letter.name());
        values.put("sender", harmless(sender));
        values.put("link", link);
        kind.validity().map(usual -> usual.of(letter.facts())).ifPresent(this::putValidity);
        values.put("greeting", greeting());
    }

    /** The value of a variable; throws when neither a fact nor the language has one. */
    String get(String name) {
        String phrase = phrases.get(name);
        if (phrase != null) {
            return Template.fill(phrase, this::get);
        }
        String value = values.get(name);
        return value != null ? value : words.phrase("missing." + name);
    }

    private void put(String name, @Nullable String value) {
        Optional<String> phrase = words.find(name + "." + value);
        if (phrase.isPresent()) {
            phrases.put(name, phrase.get());
            return;
        }
        String text = value == null ? "" : shown(value);
        if (!text.isEmpty()) {
            values.put(name, text);
        }
    }

    /** A time as the reader's language writes it, an address as it is, anything else made harmless. */
    private String shown(String value) {
        return time(value).orElseGet(() -> isAddress(value) ? value : harmless(oneLine(value)));
    }

    private Optional<String> time(String value) {
        try {
            return Optional.of(words.times().format(Instant.parse(value)));
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }

    private void putValidity(Validity validity) {
        values.put("validity", words.phrase(validity.phrase()).replace("{n}", String.valueOf(validity.count())));
    }

    private String greeting() {
        String phrase = values.containsKey("user_name") ? "greeting" : "greeting.nameless";
        return Template.fill(words.phrase(phrase), this::get);
    }

    /** IP addresses keep their dots and colons. */
    private static boolean isAddress(String value) {
        try {
            return !InetAddress.ofLiteral(value).toString().isEmpty();
        } catch (IllegalArgumentException none) {
            return false;
        }
    }

    private static String harmless(String text) {
        String unlinked =
                DOMAIN_DOT.matcher(SCHEME.matcher(text).replaceAll(" ")).replaceAll(". ");
        return BLANK.matcher(unlinked).replaceAll(" ").strip();
    }

    private static String oneLine(String text) {
        String visible = INVISIBLE.matcher(BLANK.matcher(text).replaceAll(" ")).replaceAll("");
        String line = BLANK.matcher(visible).replaceAll(" ").strip();
        return line.codePointCount(0, line.length()) <= MAX_LENGTH
                ? line
                : line.substring(0, line.offsetByCodePoints(0, MAX_LENGTH - 1)) + "…";
    }
}
