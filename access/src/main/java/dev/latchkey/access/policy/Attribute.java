package dev.latchkey.access.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The place of an attribute: {@code owner_id}, or {@code owner.team.id} for one inside of others. An attribute whose own
 * name has dots wins over one inside of others.
 *
 * @param name as it was written
 * @param steps the parts between the dots; empty when there are no dots
 */
record Attribute(Section section, String name, List<String> steps) {

    static Attribute of(Section section, String name) {
        return new Attribute(section, name, name.indexOf('.') < 0 ? List.of() : List.of(name.split("\\.", -1)));
    }

    /** Its value, which may be JSON's null; {@code null} when it is absent. */
    @Nullable
    JsonNode in(Attributes attributes) {
        JsonNode object = attributes.section(section);
        JsonNode direct = object.get(name);
        if (direct != null || steps.isEmpty()) {
            return direct;
        }
        JsonNode at = object;
        for (String step : steps) {
            at = at == null || !at.isObject() ? null : at.get(step);
        }
        return at;
    }
}
