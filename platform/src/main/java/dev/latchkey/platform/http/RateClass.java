package dev.latchkey.platform.http;

/** Which budget a request draws from; the limits behind the names are configuration. */
public enum RateClass {
    /** Not limited: health, readiness, metrics, documents. */
    NONE,
    /** Per project key and route, the project's requests per minute. */
    STANDARD,
    /** Per project key and route, the smaller of the project's limit and the sensitive limit. */
    SENSITIVE,
    /** {@code POST /auth/authenticate}: as {@link #STANDARD} with a project key, else per caller. */
    AUTHENTICATE,
    /** Sign-in calls: per caller and path, sliding window. */
    AUTH,
    /** Everything else of the sign-in API: per caller, sliding window; backends by their key, as there. */
    GENERAL
}
