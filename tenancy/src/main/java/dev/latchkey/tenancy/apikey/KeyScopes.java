package dev.latchkey.tenancy.apikey;

import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Caller;
import dev.latchkey.platform.http.Scope;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a project key is good for, as it is stored and shown: names of scopes, {@code *} for all that there are and will
 * be, {@code read} for all that read.
 */
public record KeyScopes(List<String> names) {

    static final String ALL = "*";
    static final String READ = "read";

    public static final KeyScopes EVERYTHING = new KeyScopes(List.of(ALL));

    private static final List<String> KNOWN = Stream.concat(
                    Stream.of(ALL, READ), Stream.of(Scope.values()).map(Scope::text))
            .toList();

    public KeyScopes {
        names = List.copyOf(names);
    }

    /** Throws 400 for a name that is no scope, and for none at all; a key made without any is good for everything. */
    static KeyScopes chosen(Optional<List<String>> wanted) {
        if (wanted.isEmpty()) {
            return EVERYTHING;
        }
        List<String> names = wanted.get().stream().distinct().sorted().toList();
        if (names.isEmpty()) {
            throw ApiException.invalid("scopes must not be empty; leave it out for a key that may do everything");
        }
        if (!KNOWN.containsAll(names)) {
            throw ApiException.invalid("scopes must be some of " + String.join(", ", KNOWN));
        }
        return new KeyScopes(names);
    }

    /** A name that this version does not know means nothing. */
    Set<Scope> meaning() {
        Set<Scope> meant = EnumSet.noneOf(Scope.class);
        for (Scope scope : Scope.values()) {
            boolean reads = scope.text().endsWith(":" + READ);
            if (names.contains(ALL) || names.contains(scope.text()) || (reads && names.contains(READ))) {
                meant.add(scope);
            }
        }
        return meant;
    }

    /** All that a key is good for, spelled out unless it is everything. */
    static List<String> spelledOut(Set<Scope> scopes) {
        return scopes.size() == Scope.values().length
                ? List.of(ALL)
                : scopes.stream().map(Scope::text).sorted().toList();
    }

    /** A key gives nothing that it does not have itself; throws 403 naming the first that is missing. */
    void requireWithin(Caller caller) {
        if (!(caller instanceof Caller.ProjectKey key)) {
            return;
        }
        meaning().stream()
                .filter(scope -> !key.scopes().contains(scope))
                .findFirst()
                .ifPresent(missing -> {
                    throw ApiException.lacksScope(missing.text());
                });
    }
}
