package dev.latchkey.platform.configuration;

import java.util.function.Function;
import java.util.function.Predicate;

/**
 * How the text of a setting becomes a value and how the value is shown again.
 *
 * @param label what to write, as it stands after "Set NAME to": "true or false"
 * @param parser throws {@link InvalidValueException} for text it does not accept
 * @param formatter the text a user would write for the value, free of credentials
 */
public record SettingType<T>(String label, Function<String, T> parser, Function<T, String> formatter) {

    /** The same type with one more rule; {@code requirement} completes the sentence "NAME …". */
    public SettingType<T> matching(Predicate<T> rule, String requirement) {
        return new SettingType<>(
                label,
                text -> {
                    T value = parser.apply(text);
                    if (!rule.test(value)) {
                        throw new InvalidValueException(requirement);
                    }
                    return value;
                },
                formatter);
    }

    T parse(String text) {
        return parser.apply(text);
    }

    String format(T value) {
        return formatter.apply(value);
    }
}
