package dev.latchkey.sandbox.oidc;

import dev.latchkey.sandbox.http.Answer;
import dev.latchkey.sandbox.http.Call;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The userinfo endpoint (OpenID Connect Core §5.3), asked with an access token. */
final class UserInfoEndpoint {
    private final Grants grants;
    private final Moods moods;

    UserInfoEndpoint(Grants grants, Moods moods) {
        this.grants = grants;
        this.moods = moods;
    }

    Answer show(Call call) {
        Optional<Grant> grant = call.header("Authorization")
                .filter(header -> header.startsWith("Bearer "))
                .flatMap(header -> grants.behindToken(header.substring("Bearer ".length())));
        if (grant.isEmpty()) {
            return Pages.json(
                    401,
                    Map.of("error", "invalid_token"),
                    Map.of("WWW-Authenticate", "Bearer error=\"invalid_token\""));
        }
        Map<String, Object> claims = new LinkedHashMap<>(Scopes.granted(grant.get()));
        boolean another = moods.is(Misbehaviour.USERINFO_OF_ANOTHER);
        claims.put("sub", another ? "somebody-else" : grant.get().person().subject());
        return Pages.json(200, claims);
    }
}
