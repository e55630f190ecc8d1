package dev.latchkey.platform.http;

import java.time.Duration;

/** How recently and how well a user must have proved who they are before a route lets them act (auth-api.md 9). */
public enum StepUp {
    /** A live session is enough. */
    NONE,
    /** The user has signed in, or confirmed it, within the last five minutes. */
    RECENT;

    static final Duration MAX_AGE = Duration.ofMinutes(5);
}
