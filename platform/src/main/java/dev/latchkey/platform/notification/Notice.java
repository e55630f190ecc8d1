package dev.latchkey.platform.notification;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A notification as it may be shown: of its metadata the first five fields, shortened, without what looks like a secret.
 * Read from any payload of a topic {@code notify.*}; what is missing is left out.
 *
 * @param body may be empty
 */
record Notice(Severity severity, String title, String body, List<Field> fields) {

    /** One line of metadata. */
    record Field(String name, String value) {
        @Override
        public String toString() {
            return name + "=" + value;
        }
    }

    private static final int MAX_FIELDS = 5;
    private static final int MAX_TITLE = 200;
    private static final int MAX_BODY = 1500;

    static Notice of(String topic, JsonNode payload) {
        String organization = payload.path("org_slug").asString("");
        List<Field> fields = payload.path("metadata").properties().stream()
                .limit(MAX_FIELDS)
                .map(entry ->
                        new Field(Redaction.line(entry.getKey()), Redaction.of(entry.getKey(), text(entry.getValue()))))
                .toList();
        String title = payload.path("title").asString(topic);
        return new Notice(
                Severity.of(payload.path("severity").asString("")),
                Redaction.cut(organization.isEmpty() ? title : title + " (" + organization + ")", MAX_TITLE),
                Redaction.cut(payload.path("body").asString(""), MAX_BODY),
                fields);
    }

    private static String text(JsonNode value) {
        return value.isValueNode() ? value.asString("") : value.toString();
    }
}
