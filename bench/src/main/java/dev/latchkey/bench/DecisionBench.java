package dev.latchkey.bench;

import dev.latchkey.access.policy.Attributes;
import dev.latchkey.access.policy.PolicySet;
import dev.latchkey.access.policy.PolicySets;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.json.Json;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Properties;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Decisions in process, in one thread, each timed by itself: what JMH calls sample time. */
final class DecisionBench {

    private static final int SAMPLES = 200_000;

    private final Stage stage;
    private final Duration warmUp;

    DecisionBench(Stage stage, Duration warmUp) {
        this.stage = stage;
        this.warmUp = warmUp;
    }

    /** Of a hundred decisions about the permission one takes longer than that; in nanoseconds. */
    double p99(UUID projectId, UUID organizationId, String permission) {
        try (Database database = new Database(
                new Database.Options(
                        stage.jdbcUrl(), new Properties(), 1, 1, Duration.ofSeconds(5), Duration.ofMinutes(1)),
                Clock.systemUTC())) {
            PolicySet policies =
                    new PolicySets(database).of(projectId, organizationId).orElseThrow();
            Attributes attributes = new Attributes(
                    object("{\"user_id\":\"u\",\"role\":\"member\"}"),
                    object("{\"owner\":\"somebody\"}"),
                    object("{\"ip\":\"192.0.2.1\"}"));
            long end = System.nanoTime() + warmUp.toNanos();
            while (System.nanoTime() < end) {
                decide(policies, permission, attributes);
            }
            long[] nanos = new long[SAMPLES];
            for (int i = 0; i < SAMPLES; i++) {
                long begun = System.nanoTime();
                decide(policies, permission, attributes);
                nanos[i] = System.nanoTime() - begun;
            }
            Arrays.sort(nanos);
            return nanos[SAMPLES / 100 * 99];
        }
    }

    /** No policy of the bench holds, so every candidate is asked. */
    private static void decide(PolicySet policies, String permission, Attributes attributes) {
        if (policies.decide(permission, attributes).isPresent()) {
            throw new IllegalStateException("a policy held that should not");
        }
    }

    private static ObjectNode object(String text) {
        JsonNode json = Json.read(text);
        return (ObjectNode) json;
    }
}
