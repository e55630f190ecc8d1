package dev.latchkey.access.policy;

import dev.latchkey.platform.http.ApiException;
import java.util.List;
import java.util.Map;

/** A policy that says nothing Latchkey understands, and where (JSON pointer into the body, RFC 6901). */
final class InvalidPolicy extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String pointer;

    InvalidPolicy(String pointer, String message) {
        super(message, null, false, false);
        this.pointer = pointer;
    }

    String pointer() {
        return pointer;
    }

    /** 400 with the place of the error. */
    ApiException refusal() {
        return ApiException.validation(List.of(pointer + " " + getMessage())).details(Map.of("pointer", pointer));
    }

    /** The pointer to a member of what {@code parent} points to. */
    static String child(String parent, String name) {
        String shown = name.length() <= 64 ? name : name.substring(0, 64) + "…";
        return parent + "/" + shown.replaceAll("\\p{C}", "?").replace("~", "~0").replace("/", "~1");
    }
}
