package dev.latchkey.sandbox.oidc;

import dev.latchkey.sandbox.http.Answer;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** The forms in which the issuer answers; nothing of it may be cached (RFC 6749 §5.1). */
final class Pages {
    private static final JsonMapper JSON = JsonMapper.shared();

    private Pages() {}

    static Answer json(int status, Map<String, ?> body) {
        return text(status, "application/json", JSON.writeValueAsString(body), Map.of());
    }

    static Answer json(int status, Map<String, ?> body, Map<String, String> headers) {
        return text(status, "application/json", JSON.writeValueAsString(body), headers);
    }

    static Answer html(int status, String page) {
        return text(status, "text/html; charset=utf-8", page, Map.of());
    }

    static Answer redirect(String location) {
        return text(302, "text/plain", "", Map.of("Location", location));
    }

    /** For text between tags and in quoted attributes. */
    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static Answer text(int status, String type, String body, Map<String, String> more) {
        Map<String, String> headers = new LinkedHashMap<>(more);
        headers.put("Content-Type", type);
        headers.put("Cache-Control", "no-store");
        return new Answer.Text(status, headers, body);
    }
}
