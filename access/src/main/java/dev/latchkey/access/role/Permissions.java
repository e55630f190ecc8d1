package dev.latchkey.access.role;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A set of permissions: {@code area:action}, e.g. {@code content:read}, where {@code content:*} stands for every action
 * of the area.
 */
public final class Permissions {

    private static final Pattern FORM =
            Pattern.compile("[a-z0-9][a-z0-9_.-]*(:[a-z0-9][a-z0-9_.-]*)*:([a-z0-9][a-z0-9_.-]*|\\*)");
    private static final int MAX_LENGTH = 100;

    private final Set<String> names;

    private Permissions(Set<String> names) {
        this.names = names;
    }

    public static Permissions of(Collection<String> names) {
        return new Permissions(Set.copyOf(names));
    }

    /** Whether {@code name} can be the name of a permission, or stand for all of an area. */
    public static boolean isName(String name) {
        return name.length() <= MAX_LENGTH && FORM.matcher(name).matches();
    }

    /** Whether they include the permission, by itself or by a wildcard of its area or of one above it. */
    public boolean include(String name) {
        if (names.contains(name)) {
            return true;
        }
        for (int colon = name.lastIndexOf(':'); colon > 0; colon = name.lastIndexOf(':', colon - 1)) {
            if (names.contains(name.substring(0, colon) + ":*")) {
                return true;
            }
        }
        return false;
    }

    public Permissions and(Permissions others) {
        Set<String> all = new LinkedHashSet<>(names);
        all.addAll(others.names);
        return new Permissions(Set.copyOf(all));
    }

    /** In alphabetical order. */
    public List<String> names() {
        return names.stream().sorted().toList();
    }
}
