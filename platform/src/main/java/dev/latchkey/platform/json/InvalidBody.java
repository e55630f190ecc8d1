package dev.latchkey.platform.json;

import java.util.List;

/** A body that is JSON but not what the route takes; carries every violation found, in the order of the fields. */
public final class InvalidBody extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> violations;

    public InvalidBody(List<String> violations) {
        super(String.join("; ", violations), null, false, false);
        this.violations = List.copyOf(violations);
    }

    public List<String> violations() {
        return violations;
    }
}
