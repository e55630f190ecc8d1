package dev.latchkey.identity.authenticate;

import dev.latchkey.platform.configuration.Problem;
import dev.latchkey.platform.configuration.Profile;
import dev.latchkey.platform.configuration.Setting;
import dev.latchkey.platform.configuration.Settings;
import java.util.List;

/** Whom {@code POST /auth/authenticate} believes. */
public final class AuthenticateSettings {

    public static final Setting<Boolean> ALLOW_UNVERIFIED = Setting.bool(
                    "LATCHKEY_ALLOW_UNVERIFIED_AUTHENTICATE",
                    "Believe every `POST /auth/authenticate` without a token or project key: anybody can sign in as"
                            + " anybody. For development.")
            .defaultTo(true)
            .defaultTo(Profile.SERVE, false);

    private AuthenticateSettings() {}

    /** Says so when a server for everybody believes everybody. */
    public static List<Problem> adviseOnTrust(Settings settings) {
        return settings.get(ALLOW_UNVERIFIED) && settings.profile() == Profile.SERVE
                ? List.of(new Problem(
                        ALLOW_UNVERIFIED.name(),
                        "is true: ANYBODY CAN SIGN IN AS ANYBODY by POST /auth/authenticate.",
                        "Remove it; configure an auth provider, or call from your backend with a project key."))
                : List.of();
    }
}
