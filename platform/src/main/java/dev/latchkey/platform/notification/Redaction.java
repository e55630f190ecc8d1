package dev.latchkey.platform.notification;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Keeps secrets out of chat channels (config.md section 5): by the field's name, and by the look of its value. */
final class Redaction {

    static final String PLACEHOLDER = "[redacted]";
    private static final int MAX_VALUE = 160;
    private static final List<String> SECRET_NAMES = List.of("token", "secret", "password", "authorization", "cookie");

    /** Long, and nothing in it but the letters of base64 in either alphabet. */
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]{40,}={0,2}");
    /** Three parts with dots between them, as a JWT. */
    private static final Pattern THREE_PARTS =
            Pattern.compile("[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]*");

    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+");

    private Redaction() {}

    static String of(String name, String value) {
        return isSecret(name) || looksSecret(value) ? PLACEHOLDER : cut(line(value), MAX_VALUE);
    }

    /** On one line, nothing invisible in it. */
    static String line(String text) {
        return CONTROL.matcher(text).replaceAll(" ").strip();
    }

    static String cut(String text, int length) {
        if (text.codePointCount(0, text.length()) <= length) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, length - 1)) + "…";
    }

    private static boolean isSecret(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith("_key") || SECRET_NAMES.stream().anyMatch(lower::contains);
    }

    private static boolean looksSecret(String value) {
        return BASE64.matcher(value).find() || THREE_PARTS.matcher(value).find();
    }
}
