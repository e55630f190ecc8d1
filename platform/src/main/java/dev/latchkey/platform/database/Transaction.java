package dev.latchkey.platform.database;

import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.json.Json;
import dev.latchkey.platform.outbox.OutboxMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * One transaction and what goes with it. Audit events and outbox messages are collected and sent in one statement at the
 * end, so that they cost an act at most one round trip together.
 */
public final class Transaction {

    private static final String FLUSH = """
            with audited as (
                insert into platform.audit_events (id, occurred_at, type, project_id, actor_kind, actor_id, session_id,
                    request_id, ip, user_agent, target_kind, target_id, outcome, metadata)
                select id, occurred_at, type, project_id, actor_kind, actor_id, session_id,
                    request_id, ip, user_agent, target_kind, target_id, outcome, metadata
                from jsonb_to_recordset(cast(:audit as jsonb)) as rows(id uuid, occurred_at timestamptz, type text,
                    project_id uuid, actor_kind text, actor_id uuid, session_id uuid, request_id text, ip text,
                    user_agent text, target_kind text, target_id text, outcome text, metadata jsonb)
            )
            insert into platform.outbox (topic, key, payload, created_at, due_at)
            select topic, key, payload, created_at, due_at
            from jsonb_to_recordset(cast(:outbox as jsonb)) as rows(topic text, key text, payload jsonb,
                created_at timestamptz, due_at timestamptz)
            """;

    private final Handle handle;
    private final Instant now;
    private final List<AuditEvent.Row> audit = new ArrayList<>();
    private final List<AuditEvent.Row> refusals = new ArrayList<>();
    private final List<OutboxMessage.Row> outbox = new ArrayList<>();
    private final List<Runnable> afterCommit = new ArrayList<>();

    Transaction(Handle handle, Instant now) {
        this.handle = handle;
        this.now = now;
    }

    /** Runs SQL in this transaction. */
    public Handle sql() {
        return handle;
    }

    /** The one time of everything in this transaction, in microseconds as PostgreSQL stores it. */
    public Instant now() {
        return now;
    }

    /** Adds an audit event: stored if and only if the act is. */
    public void audit(AuditEvent event) {
        audit.add(event.row(now));
    }

    /**
     * Adds an audit event that is stored even if the act is rolled back, for a refusal that must not go unseen. When the
     * work of the transaction is repeated, only its last run counts.
     */
    public void auditRefusal(AuditEvent event) {
        refusals.add(event.row(now));
    }

    /** Adds a message to be delivered after the act is stored, at least once. */
    public void send(OutboxMessage message) {
        outbox.add(message.row(now));
    }

    /** Runs {@code work} once the transaction is committed, on the same thread; not at all when it is rolled back. */
    public void afterCommit(Runnable work) {
        afterCommit.add(work);
    }

    void flush() {
        List<AuditEvent.Row> events = new ArrayList<>(audit);
        events.addAll(refusals);
        store(events, outbox);
    }

    /** After a rollback, on the same connection: keeps the refusals in a transaction of their own. */
    void flushRefusals() {
        if (!refusals.isEmpty()) {
            handle.useTransaction(own -> store(refusals, List.of()));
        }
    }

    private void store(List<AuditEvent.Row> events, List<OutboxMessage.Row> messages) {
        if (events.isEmpty() && messages.isEmpty()) {
            return;
        }
        handle.createUpdate(FLUSH)
                .bind("audit", Json.write(events))
                .bind("outbox", Json.write(messages))
                .execute();
    }

    void committed() {
        afterCommit.forEach(Runnable::run);
    }
}
