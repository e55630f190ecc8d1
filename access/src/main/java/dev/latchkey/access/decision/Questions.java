package dev.latchkey.access.decision;

import dev.latchkey.access.role.PermissionName;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.json.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Makes questions of what clients send; 400 for what is none. */
final class Questions {

    private static final int MAX_CHARACTERS = 16_000;
    private static final int MAX_DIGITS = 400;

    private Questions() {}

    static UUID organization(@Nullable UUID camelCase, @Nullable UUID snakeCase) {
        if (camelCase != null) {
            return camelCase;
        }
        if (snakeCase == null) {
            throw ApiException.invalid("orgId must be a UUID");
        }
        return snakeCase;
    }

    /** Where and when a user's own request comes from is not for the user to say. */
    static ObjectNode environment(@Nullable ObjectNode given, String ip, Instant now) {
        return copy("environment", given).put("ip", ip).put("time", Json.timestamp(now));
    }

    static Question of(AuthorizeRequest request, ObjectNode environment) {
        JsonNode given = request.resource();
        if (given != null && !given.isString() && !given.isObject()) {
            throw ApiException.invalid("resource must be an object or a string");
        }
        String named = given != null && given.isString() ? given.stringValue() : null;
        String type = request.resource_type() == null ? named : request.resource_type();
        ObjectNode resource = copy("resource", given instanceof ObjectNode attributes ? attributes : null);
        if (type != null) {
            putAbsent(resource, "resource_type", type);
        }
        if (request.resourceId() != null) {
            putAbsent(resource, "id", request.resourceId());
        }
        return new Question(permission(request, type), resource, environment);
    }

    /** A copy that may be added to, of what is small enough to be worth a decision. */
    static ObjectNode copy(String name, @Nullable ObjectNode given) {
        if (given == null) {
            return JsonNodeFactory.instance.objectNode();
        }
        if (size(given) > MAX_CHARACTERS) {
            throw ApiException.invalid(name + " must have at most " + MAX_CHARACTERS + " characters, and no number of"
                    + " more than " + MAX_DIGITS + " digits");
        }
        return given.deepCopy();
    }

    static void putAbsent(ObjectNode attributes, String name, String value) {
        if (!attributes.has(name)) {
            attributes.put(name, value);
        }
    }

    private static String permission(AuthorizeRequest request, @Nullable String type) {
        if (request.permission() != null) {
            return request.permission();
        }
        if (request.action() == null) {
            throw ApiException.invalid("permission should not be empty");
        }
        return PermissionName.of(type, request.action());
    }

    /** About how many characters it takes to write it. */
    private static long size(JsonNode value) {
        if (value.isString()) {
            return value.stringValue().length() + 2L;
        }
        if (value.isNumber()) {
            return size(value.decimalValue());
        }
        long size = 4;
        for (JsonNode element : value) {
            size += size(element) + 1;
        }
        for (String name : value.propertyNames()) {
            size += name.length() + 3;
        }
        return size;
    }

    private static long size(BigDecimal number) {
        long digits = number.precision() + Math.abs((long) number.scale());
        return digits > MAX_DIGITS ? Integer.MAX_VALUE : digits;
    }
}
