package dev.latchkey.platform.audit;

import dev.latchkey.platform.http.Caller;
import dev.latchkey.platform.http.Origin;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened, e.g. {@code user.login}. Never holds a secret.
 *
 * @param projectId whose log it belongs to; {@code null} for the installation itself
 * @param organizationId the organization of the project that it happened in or to, if any
 * @param metadata small facts, JSON values
 */
public record AuditEvent(
        String type,
        Origin origin,
        @Nullable UUID projectId,
        @Nullable UUID organizationId,
        @Nullable String targetKind,
        @Nullable String targetId,
        Outcome outcome,
        Map<String, Object> metadata) {

    /** Whether the act was done or refused. */
    public enum Outcome {
        SUCCESS,
        FAILURE
    }

    public AuditEvent {
        metadata = Map.copyOf(metadata);
    }

    /** An act that was done on {@code targetKind} {@code targetId}. */
    public static AuditEvent success(
            String type, Origin origin, @Nullable UUID projectId, String targetKind, Object targetId) {
        return new AuditEvent(
                type, origin, projectId, null, targetKind, targetId.toString(), Outcome.SUCCESS, Map.of());
    }

    /** A refused or failed attempt. */
    public static AuditEvent failure(
            String type, Origin origin, @Nullable UUID projectId, String targetKind, Object targetId) {
        return new AuditEvent(
                type, origin, projectId, null, targetKind, targetId.toString(), Outcome.FAILURE, Map.of());
    }

    /** The same event with one more fact. */
    public AuditEvent with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(metadata);
        more.put(name, value);
        return new AuditEvent(type, origin, projectId, organizationId, targetKind, targetId, outcome, more);
    }

    /** The same event in the log of an organization, too. */
    public AuditEvent in(@Nullable UUID organization) {
        return new AuditEvent(type, origin, projectId, organization, targetKind, targetId, outcome, metadata);
    }

    /** The row as the transaction stores it. */
    public Row row(Instant now) {
        Caller caller = origin.caller();
        return new Row(
                UUID.randomUUID(),
                now.toString(),
                type,
                projectId,
                organizationId,
                actorKind(caller),
                actorId(caller),
                caller instanceof Caller.UserSession session ? session.sessionId() : null,
                origin.requestId(),
                origin.ip(),
                origin.userAgent(),
                targetKind,
                targetId,
                outcome.name(),
                caller instanceof Caller.UserKey key
                        ? with("apiKeyId", key.keyId().toString()).metadata
                        : metadata);
    }

    private String actorKind(Caller caller) {
        return switch (caller) {
            case Caller.Anonymous nobody -> origin.requestId() == null ? "SYSTEM" : "ANONYMOUS";
            case Caller.Operator operator -> "OPERATOR";
            case Caller.ProjectKey key -> "PROJECT_KEY";
            case Caller.User user -> "USER";
        };
    }

    private static @Nullable UUID actorId(Caller caller) {
        return switch (caller) {
            case Caller.Anonymous nobody -> null;
            case Caller.Operator operator -> null;
            case Caller.ProjectKey key -> key.keyId();
            case Caller.User user -> user.userId();
        };
    }

    /** Names are the columns of {@code platform.audit_events}. */
    public record Row(
            UUID id,
            String occurred_at,
            String type,
            @Nullable UUID project_id,
            @Nullable UUID organization_id,
            String actor_kind,
            @Nullable UUID actor_id,
            @Nullable UUID session_id,
            @Nullable String request_id,
            @Nullable String ip,
            @Nullable String user_agent,
            @Nullable String target_kind,
            @Nullable String target_id,
            String outcome,
            Map<String, Object> metadata) {}
}
