package dev.latchkey.platform.outbox;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Payload of the topics {@code notify.*}: something the operator should know (config.md section 5).
 *
 * @param severity {@code info}, {@code warn} or {@code critical}
 * @param metadata shown in this order; secrets do not belong here, and what looks like one is not shown
 * @param org_slug the organization it is about
 */
public record Notification(
        String severity,
        String title,
        String body,
        Map<String, String> metadata,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String org_slug) {

    public Notification {
        metadata = new LinkedHashMap<>(metadata);
    }

    public static Notification warning(String title, String body, Map<String, String> metadata) {
        return new Notification("warn", title, body, metadata, null);
    }

    public static Notification critical(String title, String body, Map<String, String> metadata) {
        return new Notification("critical", title, body, metadata, null);
    }
}
