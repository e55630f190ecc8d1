package dev.latchkey.access.apikey;

import dev.latchkey.platform.http.HttpMethod;
import dev.latchkey.platform.http.Route;
import java.util.Map;

/** Which scope a route needs: it follows from the first segment of its path, and from its method. */
final class Area {

    /** For asking what somebody may do: reads, though its routes are {@code POST}. */
    static final String AUTHORIZE = "authorize";

    private static final Map<String, String> BY_SEGMENT = Map.ofEntries(
            Map.entry("user", "account"),
            Map.entry("me", "account"),
            Map.entry("credentials", "account"),
            Map.entry("orgs", "orgs"),
            Map.entry("invites", "orgs"),
            Map.entry("authorize", AUTHORIZE),
            Map.entry("permissions", AUTHORIZE),
            Map.entry("access", AUTHORIZE),
            Map.entry("wallet", "wallet"),
            Map.entry("credits", "wallet"),
            Map.entry("deposit", "wallet"),
            Map.entry("deposits", "wallet"),
            Map.entry("admin", "admin"),
            Map.entry("users", "admin"));

    private Area() {}

    /** The scope; of a route of no known area only {@link Scopes#ALL} or, if it reads, {@link Scopes#READ} is enough. */
    static String scope(Route route, String basePath) {
        String path = route.path().toString();
        String below = path.startsWith(basePath + "/") ? path.substring(basePath.length()) : path;
        String area = BY_SEGMENT.getOrDefault(below.split("/", 3)[1], "");
        if (area.isEmpty()) {
            return Scopes.ALL;
        }
        if (area.equals(AUTHORIZE)) {
            return AUTHORIZE;
        }
        return area + (route.method() == HttpMethod.GET ? ":read" : ":write");
    }
}
