package dev.latchkey.platform.database;

import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.json.Json;
import dev.latchkey.platform.outbox.OutboxMessage;
import dev.latchkey.platform.signal.Signal;
import dev.latchkey.platform.signal.Signals;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * One transaction and what goes with it. Audit events and outbox messages are collected and sent together with the COMMIT,
 * so that they cost an act no round trip.
 */
public final class Transaction {

    private static final String STORE_AUDIT = """
            insert into platform.audit_events (id, occurred_at, type, project_id, organization_id, actor_kind,
                actor_id, session_id, request_id, ip, user_agent, target_kind, target_id, outcome, metadata)
            select id, occurred_at, type, project_id, organization_id, actor_kind,
                actor_id, session_id, request_id, ip, user_agent, target_kind, target_id, outcome, metadata
            from jsonb_to_recordset(cast(? as jsonb)) as rows(id uuid, occurred_at timestamptz, type text,
                project_id uuid, organization_id uuid, actor_kind text, actor_id uuid, session_id uuid,
                request_id text, ip text, user_agent text, target_kind text, target_id text, outcome text, metadata jsonb)
            """;

    private static final String STORE_OUTBOX = """
            insert into platform.outbox (topic, key, payload, created_at, due_at)
            select topic, key, payload, created_at, due_at
            from jsonb_to_recordset(cast(? as jsonb)) as rows(topic text, key text, payload jsonb,
                created_at timestamptz, due_at timestamptz)
            """;

    private static final String TELL = "select pg_notify('" + Signals.CHANNEL
            + "', payload) from json_array_elements_text(cast(? as json)) as payload";

    private final Handle handle;
    private final StatementCounter counter;
    private final Signals signals;
    private final Instant now;
    private final List<AuditEvent.Row> audit = new ArrayList<>();
    private final List<AuditEvent.Row> refusals = new ArrayList<>();
    private final List<OutboxMessage.Row> outbox = new ArrayList<>();
    private final List<Signal> changes = new ArrayList<>();
    private final List<Runnable> afterCommit = new ArrayList<>();

    Transaction(Handle handle, StatementCounter counter, Signals signals, Instant now) {
        this.handle = handle;
        this.counter = counter;
        this.signals = signals;
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

    /** Tells every server of the installation, this one first, once the act is stored. */
    public void signal(String topic, Object key) {
        changes.add(new Signal(topic, key.toString()));
    }

    /** Runs {@code work} once the transaction is committed, on the same thread; not at all when it is rolled back. */
    public void afterCommit(Runnable work) {
        afterCommit.add(work);
    }

    void commit() {
        List<AuditEvent.Row> events = new ArrayList<>(audit);
        events.addAll(refusals);
        List<String> statements = new ArrayList<>();
        List<String> rows = new ArrayList<>();
        if (!events.isEmpty()) {
            statements.add(STORE_AUDIT);
            rows.add(Json.write(events));
        }
        if (!outbox.isEmpty()) {
            statements.add(STORE_OUTBOX);
            rows.add(Json.write(outbox));
        }
        if (!changes.isEmpty()) {
            statements.add(TELL);
            rows.add(Json.write(changes.stream().map(signals::payload).toList()));
        }
        if (!statements.isEmpty()) {
            statements.add("commit");
            sendTogether(statements, rows);
        }
        // The driver knows when the server has committed already, and then sends nothing.
        handle.commit();
    }

    /** After a rollback, on the same connection: keeps the refusals in a transaction of their own. */
    boolean storeRefusals() {
        if (refusals.isEmpty()) {
            return false;
        }
        sendTogether(List.of(STORE_AUDIT), List.of(Json.write(refusals)));
        return true;
    }

    boolean hasAudited() {
        return !audit.isEmpty() || !refusals.isEmpty();
    }

    /** In one round trip: the driver waits for an answer only after the last of several statements. */
    private void sendTogether(List<String> statements, List<String> rows) {
        String sql = String.join(";\n", statements);
        counter.count(sql);
        try (PreparedStatement statement = handle.getConnection().prepareStatement(sql)) {
            for (int i = 0; i < rows.size(); i++) {
                statement.setString(i + 1, rows.get(i));
            }
            statement.execute();
        } catch (SQLException failure) {
            throw new IllegalStateException("what goes with an act could not be stored", failure);
        }
    }

    void committed() {
        changes.forEach(signals::tell);
        afterCommit.forEach(Runnable::run);
    }
}
