package dev.latchkey.access.apikey;

import dev.latchkey.platform.http.ApiException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What keys can be good for. */
final class Scopes {

    /** All that an API key may do at all. */
    static final String ALL = "*";

    /** Whatever is read by {@code GET}. */
    static final String READ = "read";

    /** All scopes that a key can be given, as the API document lists them. */
    static final List<String> NAMES = List.of(
            ALL,
            READ,
            "account:read",
            "account:write",
            "orgs:read",
            "orgs:write",
            "wallet:read",
            "wallet:write",
            "admin:read",
            "admin:write",
            Area.AUTHORIZE);

    private Scopes() {}

    /** Throws 400 for a name that is no scope, and for none at all; a key made without any is good for {@link #ALL}. */
    static List<String> chosen(Optional<List<String>> wanted) {
        List<String> scopes =
                wanted.map(names -> names.stream().distinct().sorted().toList()).orElse(List.of(ALL));
        if (scopes.isEmpty()) {
            throw ApiException.invalid("scopes must not be empty; leave it out for a key that may do everything");
        }
        scopes.stream().filter(name -> !NAMES.contains(name)).findFirst().ifPresent(unknown -> {
            throw ApiException.invalid("scopes must be some of " + String.join(", ", NAMES));
        });
        return scopes;
    }

    /** Whether a key with these scopes may do what needs {@code needed}. */
    static boolean include(Set<String> held, String needed, boolean reads) {
        return held.contains(ALL) || held.contains(needed) || (reads && held.contains(READ));
    }
}
