package dev.latchkey.custody.journal;

import dev.latchkey.custody.key.KeyEvents;
import java.util.Arrays;
import java.util.List;

/** What is done with keys, by the names of mux-api.md 7.4, and the audit events that tell of it. */
enum KeyOperation {
    GENERATE,
    /** A key that came from elsewhere; not in the contract. */
    IMPORT,
    SIGN,
    ROTATE,
    /** Declared by the contract; nothing does it. */
    REVOKE,
    /** Declared by the contract; nothing does it. */
    ACCESS;

    List<String> types() {
        return switch (this) {
            case GENERATE -> List.of(KeyEvents.GENERATED);
            case IMPORT -> List.of(KeyEvents.IMPORTED, KeyEvents.IMPORT_FAILED);
            case SIGN -> List.of(KeyEvents.SIGNED, KeyEvents.SIGN_FAILED);
            case ROTATE -> List.of(KeyEvents.ROTATED);
            case REVOKE, ACCESS -> List.of();
        };
    }

    static List<String> allTypes() {
        return Arrays.stream(values())
                .flatMap(operation -> operation.types().stream())
                .toList();
    }

    static KeyOperation of(String type) {
        return Arrays.stream(values())
                .filter(operation -> operation.types().contains(type))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("not an event of a key: " + type));
    }
}
