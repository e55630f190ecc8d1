package dev.latchkey.access.role;

import dev.latchkey.platform.http.ApiException;
import java.text.Normalizer;
import java.util.Locale;

/** What custom roles may be called: anything that cannot be taken for another role of the organization. */
public final class RoleNames {

    private RoleNames() {}

    /** Names with the same key are the same name. */
    public static String key(String name) {
        return Normalizer.normalize(name.strip(), Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }

    /** The name without spaces around it; 400 for one that a role cannot have. */
    static String require(String given) {
        String name = given.strip();
        if (name.isEmpty() || name.codePoints().anyMatch(Character::isISOControl)) {
            throw ApiException.invalid("name should not be empty, nor have control characters");
        }
        if (BuiltInRole.ofWireName(key(name)).isPresent()) {
            throw ApiException.invalid("name must not be that of a built-in role");
        }
        return name;
    }
}
