package dev.latchkey.platform.audit;

import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.http.Origin;
import dev.latchkey.platform.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Writes events as JSON lines, in the order of the log, a thousand at a time. */
public final class AuditExport {

    /**
     * One line: every column, and the event's place in its chain.
     *
     * @param position in the chain, and {@code hash} there; absent before the event is sealed
     */
    public record Line(
            long sequence,
            String transactionId,
            UUID id,
            Instant occurredAt,
            String type,
            @Nullable UUID projectId,
            @Nullable UUID organizationId,
            String actorKind,
            @Nullable UUID actorId,
            @Nullable UUID sessionId,
            @Nullable String requestId,
            @Nullable String ip,
            @Nullable String userAgent,
            @Nullable String targetKind,
            @Nullable String targetId,
            String outcome,
            JsonNode metadata,
            @Nullable Long position,
            @Nullable String hash) {

        static Line of(AuditRow row, @Nullable Long position, @Nullable String hash) {
            return new Line(
                    row.sequence(),
                    row.transactionId(),
                    row.id(),
                    row.occurredAt(),
                    row.type(),
                    row.projectId(),
                    row.organizationId(),
                    row.actorKind(),
                    row.actorId(),
                    row.sessionId(),
                    row.requestId(),
                    row.ip(),
                    row.userAgent(),
                    row.targetKind(),
                    row.targetId(),
                    row.outcome(),
                    Json.read(row.metadata()),
                    position,
                    hash);
        }
    }

    private static final int BATCH = 1_000;

    private final Database database;

    public AuditExport(Database database) {
        this.database = database;
    }

    /** Leaves a trace of the export itself. */
    public void announce(Origin origin, @Nullable UUID project, Instant from, Instant to) {
        database.run(tx -> tx.audit(AuditEvent.success(
                        "admin.audit_exported", origin, project, "audit_log", project == null ? "all" : project)
                .with("from", from.toString())
                .with("to", to.toString())));
    }

    /** Writes all events of the query; answers how many. */
    public long write(AuditQuery query, OutputStream output) throws IOException {
        long written = 0;
        long last = 0;
        List<Line> lines;
        do {
            AuditQuery rest = query.after(last);
            lines = database.read(sql -> AuditLog.lines(sql, rest, BATCH));
            for (Line line : lines) {
                output.write(Json.write(line).getBytes(StandardCharsets.UTF_8));
                output.write('\n');
                last = line.sequence();
            }
            written += lines.size();
        } while (lines.size() == BATCH);
        return written;
    }
}
