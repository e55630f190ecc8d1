package dev.latchkey.access.role;

import dev.latchkey.platform.http.ApiException;
import java.util.Collection;

/** Nobody gives away what they do not hold. */
public final class Grants {

    private Grants() {}

    /**
     * Refuses (403) to let somebody who holds {@code held} give {@code granted}. Only the permissions of Latchkey itself
     * have to be held; those of applications mean nothing here and may be given by whoever manages the organization.
     */
    public static void require(Permissions held, Collection<String> granted) {
        Permissions given = Permissions.of(granted);
        for (String permission : BuiltInRole.OWNER.permissions()) {
            if ((granted.contains("*") || given.include(permission)) && !held.include(permission)) {
                throw ApiException.forbidden("You cannot give " + permission + ", which you do not have yourself");
            }
        }
    }
}
