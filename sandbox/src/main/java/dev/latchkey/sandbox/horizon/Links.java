package dev.latchkey.sandbox.horizon;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** HAL links on one base address. */
final class Links {
    private final String base;

    Links(String base) {
        this.base = base;
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** Names and paths in turn; a path with a brace is marked as a template. */
    ObjectNode of(String... namesAndPaths) {
        ObjectNode links = object();
        for (int i = 0; i < namesAndPaths.length; i += 2) {
            ObjectNode link = links.putObject(namesAndPaths[i]);
            link.put("href", base + namesAndPaths[i + 1]);
            if (namesAndPaths[i + 1].contains("{")) {
                link.put("templated", true);
            }
        }
        return links;
    }

    String base() {
        return base;
    }
}
