package dev.latchkey.access.role;

import dev.latchkey.platform.http.ApiException;
import java.util.Collection;
import java.util.Optional;

/** Nobody gives away what they do not hold. */
public final class Grants {

    private Grants() {}

    /**
     * Refuses (403) to let somebody who holds {@code held} give {@code granted}. Only the permissions of Latchkey itself
     * have to be held; those of applications mean nothing here and may be given by whoever manages the organization.
     */
    public static void require(Permissions held, Collection<String> granted) {
        beyond(held, granted).ifPresent(permission -> {
            throw ApiException.forbidden("You cannot give " + permission + ", which you do not have yourself");
        });
    }

    /** Refuses (403) to let somebody who holds {@code held} decide over somebody who holds {@code theirs}. */
    public static void requireOver(Permissions held, Collection<String> theirs) {
        beyond(held, theirs).ifPresent(permission -> {
            throw ApiException.forbidden("They have " + permission + ", which you do not have yourself");
        });
    }

    private static Optional<String> beyond(Permissions held, Collection<String> granted) {
        Permissions given = Permissions.of(granted);
        return BuiltInRole.OWNER.permissions().stream()
                .filter(permission -> granted.contains("*") || given.include(permission))
                .filter(permission -> !held.include(permission))
                .findFirst();
    }
}
