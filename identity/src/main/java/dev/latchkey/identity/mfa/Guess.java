package dev.latchkey.identity.mfa;

import dev.latchkey.identity.throttle.Verdict;
import dev.latchkey.platform.http.ApiException;
import java.time.Instant;

/**
 * What became of an answer. The transaction that looked at it is to be committed in any case, since it counts what was
 * wrong; only then is the guess opened.
 */
sealed interface Guess<T> {

    /** It was right, and this was done. */
    record Right<T>(T result) implements Guess<T> {}

    /** It was wrong, or used before. */
    record Wrong<T>() implements Guess<T> {}

    /** It was not looked at: too many before were wrong. */
    record Locked<T>(Verdict lock) implements Guess<T> {}

    /**
     * What was done.
     *
     * @throws ApiException 400 {@code VALIDATION_ERROR} for a wrong answer, 429 {@code RATE_LIMITED} while locked
     */
    default T orThrow(Instant now) {
        return switch (this) {
            case Right<T>(T result) -> result;
            case Wrong<T> wrong -> throw ApiException.invalid("The code is wrong or was used before");
            case Locked<T>(Verdict lock) ->
                throw lock.refusal("RATE_LIMITED", "Too many wrong codes; try again in", now);
        };
    }
}
