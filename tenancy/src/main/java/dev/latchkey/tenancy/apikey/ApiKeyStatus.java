package dev.latchkey.tenancy.apikey;

/** The states of a project key (mux-api.md 6.3); {@link #REVOKED} and {@link #EXPIRED} are final. */
public enum ApiKeyStatus {
    ACTIVE,
    REVOKED,
    EXPIRED,
    SUSPENDED
}
