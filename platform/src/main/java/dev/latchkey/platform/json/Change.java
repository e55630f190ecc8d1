package dev.latchkey.platform.json;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One field of a PATCH body: left out (keep), {@code null} (clear) or a value (replace).
 *
 * @param <T> the type of the value
 */
public sealed interface Change<T> {

    /** The field was not in the body: the stored value stays. */
    record Keep<T>() implements Change<T> {}

    /** The field was {@code null}: the stored value is cleared. */
    record Clear<T>() implements Change<T> {}

    /** The field carried a value. */
    record Replace<T>(T value) implements Change<T> {}

    static <T> Change<T> keep() {
        return new Keep<>();
    }

    /** The value after the change, given the value before. */
    default @Nullable T applyTo(@Nullable T before) {
        return switch (this) {
            case Keep<T> keep -> before;
            case Clear<T> clear -> null;
            case Replace<T>(T value) -> value;
        };
    }

    /** The same change with its value converted. */
    default <R> Change<R> map(Function<T, R> conversion) {
        return switch (this) {
            case Keep<T> keep -> new Keep<>();
            case Clear<T> clear -> new Clear<>();
            case Replace<T>(T value) -> new Replace<>(conversion.apply(value));
        };
    }
}
