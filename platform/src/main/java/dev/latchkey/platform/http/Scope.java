package dev.latchkey.platform.http;

/** What a project key can be good for; each route that takes project keys names one in the route table. */
public enum Scope {
    USERS_READ("users:read"),
    USERS_WRITE("users:write"),
    /** To vouch for users of an auth provider, which also makes them. */
    USERS_AUTHENTICATE("users:authenticate"),
    WALLETS_READ("wallets:read"),
    WALLETS_WRITE("wallets:write"),
    PAYMENTS_READ("payments:read"),
    PAYMENTS_WRITE("payments:write"),
    /** The project itself, its developer, assets, auth providers and usage. */
    PROJECT_READ("project:read"),
    PROJECT_WRITE("project:write"),
    API_KEYS_READ("api_keys:read"),
    API_KEYS_WRITE("api_keys:write"),
    /** To ask what users may do. */
    AUTHORIZE("authorize");

    private final String text;

    Scope(String text) {
        this.text = text;
    }

    /** As in answers and in the API document: {@code users:read}. */
    public String text() {
        return text;
    }
}
