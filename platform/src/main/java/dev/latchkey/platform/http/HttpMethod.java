package dev.latchkey.platform.http;

/** The methods our routes use. */
public enum HttpMethod {
    GET,
    POST,
    PUT,
    PATCH,
    DELETE;

    /** Safe methods change nothing and need no CSRF token (RFC 9110 §9.2.1). */
    public boolean isSafe() {
        return this == GET;
    }
}
