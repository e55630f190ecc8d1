package dev.latchkey.platform.http;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How recently and how well a user must have proved who they are before a route lets them act (auth-api.md 9). */
public enum StepUp {
    /** A live session is enough. */
    NONE,
    /** The user has signed in, or confirmed it, within the last five minutes. */
    RECENT;

    public static final Duration MAX_AGE = Duration.ofMinutes(5);

    /**
     * For routes that need it of some users only; where all need it, the route says so itself.
     *
     * @throws ApiException the {@link #refusal}
     */
    public void require(Call call, Instant now) {
        Optional<Assurance> assurance = call.attribute(Assurance.class);
        Instant since = now.minus(MAX_AGE);
        if (this == RECENT
                && assurance.map(known -> known.strongAuthAt().isBefore(since)).orElse(true)) {
            throw refusal(assurance);
        }
    }

    /**
     * The refusal of a session that does not satisfy it: says how to satisfy it, in the body and as RFC 9470 has it.
     *
     * @param assurance of the session; empty where there is none
     */
    public ApiException refusal(Optional<Assurance> assurance) {
        long maxAge = MAX_AGE.toSeconds();
        return new ApiException(403, "STEP_UP_REQUIRED", "Confirm that it is you, then try again")
                .details(Map.of(
                        "maxAgeSeconds",
                        maxAge,
                        "acceptedFactors",
                        assurance.map(Assurance::acceptedFactors).orElse(List.of()),
                        "satisfyAt",
                        assurance.map(Assurance::satisfyAt).orElse(List.of())))
                .header(
                        "WWW-Authenticate",
                        "Bearer error=\"insufficient_user_authentication\","
                                + " error_description=\"More recent authentication is required\", max_age="
                                + maxAge);
    }
}
