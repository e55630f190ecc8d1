package dev.latchkey.platform.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.Query;

/** Which audit events are asked for: all conditions have to hold. Immutable. */
public final class AuditQuery {

    private final List<String> conditions;
    private final Map<String, Object> values;

    private AuditQuery(List<String> conditions, Map<String, Object> values) {
        this.conditions = List.copyOf(conditions);
        this.values = Map.copyOf(values);
    }

    /** Every event. */
    public static AuditQuery everything() {
        return new AuditQuery(List.of(), Map.of());
    }

    /** Events of these types; none at all for no types. */
    public static AuditQuery ofTypes(Collection<String> types) {
        return new AuditQuery(List.of(), Map.of()).where("type = any(cast(%s as text[]))", array(types));
    }

    /** Events by or about the user. */
    public static AuditQuery ofUser(UUID id) {
        return new AuditQuery(List.of(), Map.of())
                .where("(actor_id = cast(%1$s as uuid) or target_id = %1$s)", id.toString());
    }

    public AuditQuery type(String type) {
        return where("type = %s", type);
    }

    public AuditQuery project(UUID id) {
        return where("project_id = cast(%s as uuid)", id.toString());
    }

    public AuditQuery organization(UUID id) {
        return where("organization_id = cast(%s as uuid)", id.toString());
    }

    /** What a user did, by whatever credential. */
    public AuditQuery byUser(UUID id) {
        return where("actor_id = cast(%s as uuid) and actor_kind = 'USER'", id.toString());
    }

    public AuditQuery session(UUID id) {
        return where("session_id = cast(%s as uuid)", id.toString());
    }

    public AuditQuery targetKind(String kind) {
        return where("target_kind = %s", kind);
    }

    /** Events with smaller numbers. */
    public AuditQuery before(long sequence) {
        return where("sequence < %s", sequence);
    }

    /** Events with greater numbers. */
    public AuditQuery after(long sequence) {
        return where("sequence > %s", sequence);
    }

    public AuditQuery target(String targetId) {
        return where("target_id = %s", targetId);
    }

    /** Events about the target, or with its id in one of these facts. */
    public AuditQuery mentioning(String id, String... facts) {
        StringJoiner alternatives = new StringJoiner(" or ", "(", ")").add("target_id = %1$s");
        for (String fact : facts) {
            alternatives.add("metadata->>'" + plain(fact) + "' = %1$s");
        }
        return where(alternatives.toString(), id);
    }

    /** Events with a fact of this value. */
    public AuditQuery fact(String name, String value) {
        return where("metadata->>'" + plain(name) + "' = %s", value);
    }

    public AuditQuery outcome(AuditEvent.Outcome outcome) {
        return where("outcome = %s", outcome.name());
    }

    /** That moment included. */
    public AuditQuery from(Instant start) {
        return where("occurred_at >= %s", start);
    }

    /** That moment included. */
    public AuditQuery to(Instant end) {
        return where("occurred_at <= %s", end);
    }

    String condition() {
        return conditions.isEmpty() ? "true" : String.join(" and ", conditions);
    }

    Query bind(Query query) {
        return query.bindMap(values);
    }

    private AuditQuery where(String condition, Object value) {
        List<String> more = new ArrayList<>(conditions);
        more.add(condition.formatted(placeholder(values.size())));
        Map<String, Object> bound = new LinkedHashMap<>(values);
        bound.put("value" + values.size(), value);
        return new AuditQuery(more, bound);
    }

    private static String placeholder(int index) {
        return ":value" + index;
    }

    private static String array(Collection<String> texts) {
        return texts.stream().map(AuditQuery::plain).collect(Collectors.joining(",", "{", "}"));
    }

    /** Names of facts and types are ours, and stay simple enough to need no quoting. */
    private static String plain(String name) {
        if (!name.matches("[A-Za-z0-9_.]+")) {
            throw new IllegalArgumentException("not a name of an audit fact or type: " + name);
        }
        return name;
    }
}
