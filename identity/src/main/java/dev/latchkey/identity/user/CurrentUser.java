package dev.latchkey.identity.user;

import dev.latchkey.platform.http.Call;

/** The user who sends a call, by a session or by an API key; the check of the request has read the row. */
public final class CurrentUser {

    private CurrentUser() {}

    public static User of(Call call) {
        return call.attribute(User.class)
                .orElseThrow(() -> new IllegalStateException("a route for users without a user"));
    }
}
