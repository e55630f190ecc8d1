package dev.latchkey.server.support;

import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A project of its own with its first key. */
public record ProjectUnderTest(String id, String developerId, String key, HttpProbe backend, HttpProbe nobody) {

    /** Somebody without a credential, in this project. */
    public HttpProbe anonymous() {
        return nobody.withHeader("X-Latchkey-Project", id);
    }

    static ProjectUnderTest create(ServerUnderTest server, String name, int requestsPerMinute) {
        HttpProbe operator = server.operator();
        String developer = operator.post("/developers", Map.of("email", name + "@developers.example"))
                .hasStatus(201)
                .text("/id");
        String project = operator.post(
                        "/projects", Map.of("name", name, "developerId", developer, "rateLimitRpm", requestsPerMinute))
                .hasStatus(201)
                .text("/id");
        String key = operator.post("/api-keys", Map.of("name", "first", "projectId", project))
                .hasStatus(201)
                .text("/plainTextKey");
        return new ProjectUnderTest(project, developer, key, server.anonymous().withBearer(key), server.anonymous());
    }

    /** Signs a user in through the backend; the whole answer. */
    public HttpAnswer signIn(String authId) {
        return backend.post("/auth/authenticate", Map.of("authId", authId, "displayName", authId))
                .hasStatus(200);
    }

    /** A wallet of a new user. */
    public JsonNode walletOf(String authId) {
        return signIn(authId).json().get("wallet");
    }
}
