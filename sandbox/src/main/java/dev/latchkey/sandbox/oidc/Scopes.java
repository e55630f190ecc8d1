package dev.latchkey.sandbox.oidc;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Which claims a scope opens (OpenID Connect Core §5.4). */
final class Scopes {
    private static final Set<String> EMAIL = Set.of("email", "email_verified");

    private Scopes() {}

    /** The person's claims that the grant's scopes cover; all but the address belong to {@code profile}. */
    static Map<String, Object> granted(Grant grant) {
        Map<String, Object> claims = new LinkedHashMap<>();
        grant.person().claims().forEach((name, value) -> {
            if (grant.scopes().contains(EMAIL.contains(name) ? "email" : "profile")) {
                claims.put(name, value);
            }
        });
        return claims;
    }
}
