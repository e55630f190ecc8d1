package dev.latchkey.platform.audit;

import dev.latchkey.platform.database.Columns;
import dev.latchkey.platform.json.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Reads the audit log; writing is the business of {@link dev.latchkey.platform.database.Transaction#audit}. */
public final class AuditLog {

    /**
     * How often something happened.
     *
     * @param fact the value of the fact that was asked for, where the events have it
     */
    public record Tally(
            String type,
            AuditEvent.Outcome outcome,
            @Nullable String fact,
            long count,
            Instant last) {}

    /** How often something happened in one hour (UTC). */
    public record Hour(Instant begin, String type, long count) {}

    /** Of a condition. */
    static final String ROWS = "select " + AuditRow.COLUMNS
            + " from platform.audit_events e where %s order by sequence desc limit :limit offset :offset";

    /** Of a condition. */
    static final String COUNT = "select count(*) from (select from platform.audit_events where %s limit :bound) listed";

    private AuditLog() {}

    /** The latest events first. */
    public static List<AuditEntry> newest(Handle sql, AuditQuery query, int limit, long offset) {
        return query.bind(sql.createQuery("""
                        select id, occurred_at, type, project_id, ip, user_agent, target_id, outcome, metadata
                        from platform.audit_events
                        where\s""" + query.condition() + """

                        order by sequence desc
                        limit :limit offset :offset
                        """))
                .bind("limit", limit)
                .bind("offset", offset)
                .map((row, context) -> entry(row))
                .list();
    }

    /** The latest events first, with every column. */
    public static List<AuditRow> rows(Handle sql, AuditQuery query, int limit, long offset) {
        return query.bind(sql.createQuery(ROWS.formatted(query.condition())))
                .bind("limit", limit)
                .bind("offset", offset)
                .map((row, context) -> AuditRow.read(row))
                .list();
    }

    /** The earliest events first, with their places in the chain. */
    static List<AuditExport.Line> lines(Handle sql, AuditQuery query, int limit) {
        return query.bind(sql.createQuery("select " + AuditRow.COLUMNS + ", s.position, s.hash from (select * from"
                        + " platform.audit_events where " + query.condition() + " order by sequence limit :limit) e"
                        + " left join platform.audit_seals s on s.sequence = e.sequence and s.occurred_at = e.occurred_at"
                        + " order by e.sequence"))
                .bind("limit", limit)
                .map((row, context) -> {
                    byte[] hash = row.getBytes("hash");
                    return AuditExport.Line.of(
                            AuditRow.read(row),
                            hash == null ? null : row.getLong("position"),
                            hash == null ? null : AuditChain.text(hash));
                })
                .list();
    }

    /** How many events there are, counting no further than {@code bound}. */
    public static int countUpTo(Handle sql, AuditQuery query, int bound) {
        return query.bind(sql.createQuery(COUNT.formatted(query.condition())))
                .bind("bound", bound)
                .mapTo(Integer.class)
                .one();
    }

    public static long count(Handle sql, AuditQuery query) {
        return query.bind(sql.createQuery("select count(*) from platform.audit_events where " + query.condition()))
                .mapTo(Long.class)
                .one();
    }

    /** Counts by type, outcome and the value of one fact of the metadata. */
    public static List<Tally> tally(Handle sql, AuditQuery query, String fact) {
        return query.bind(sql.createQuery("""
                        select type, outcome, metadata->>:fact as fact, count(*) as events, max(occurred_at) as last
                        from platform.audit_events
                        where\s""" + query.condition() + """

                        group by 1, 2, 3
                        """))
                .bind("fact", fact)
                .map((row, context) -> new Tally(
                        row.getString("type"),
                        AuditEvent.Outcome.valueOf(row.getString("outcome")),
                        Columns.optionalText(row, "fact"),
                        row.getLong("events"),
                        Columns.instant(row, "last")))
                .list();
    }

    /** Counts by hour and type, earliest first. */
    public static List<Hour> hourly(Handle sql, AuditQuery query) {
        return query.bind(sql.createQuery("""
                        select date_trunc('hour', occurred_at, 'UTC') as begin, type, count(*) as events
                        from platform.audit_events
                        where\s""" + query.condition() + """

                        group by 1, 2
                        order by 1, 2
                        """))
                .map((row, context) ->
                        new Hour(Columns.instant(row, "begin"), row.getString("type"), row.getLong("events")))
                .list();
    }

    private static AuditEntry entry(ResultSet row) throws SQLException {
        return new AuditEntry(
                Columns.uuid(row, "id"),
                Columns.instant(row, "occurred_at"),
                row.getString("type"),
                Columns.optionalUuid(row, "project_id"),
                Columns.optionalText(row, "ip"),
                Columns.optionalText(row, "user_agent"),
                Columns.optionalText(row, "target_id"),
                AuditEvent.Outcome.valueOf(row.getString("outcome")),
                Json.read(row.getString("metadata")));
    }
}
