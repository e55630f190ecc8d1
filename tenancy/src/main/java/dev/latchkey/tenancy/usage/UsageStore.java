package dev.latchkey.tenancy.usage;

import dev.latchkey.platform.database.Columns;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rows of {@code tenancy.api_key_usage} and, written with them, when each key was last used. */
public final class UsageStore {

    /** One statement for a whole batch. A batch that is written again after a lost answer changes nothing. */
    private static final String INSERT = """
            with used as (
                select id, api_key_id, project_id, endpoint, method, status_code, response_time_ms, ip, user_agent,
                    occurred_at
                from jsonb_to_recordset(cast(:records as jsonb)) as records(id uuid, api_key_id uuid, project_id uuid,
                    endpoint text, method text, status_code integer, response_time_ms integer, ip text,
                    user_agent text, occurred_at timestamptz)
            ), touched as (
                update tenancy.api_keys k set last_used_at = greatest(k.last_used_at, latest.at)
                from (select api_key_id, max(occurred_at) as at from used group by api_key_id) latest
                where k.id = latest.api_key_id
            )
            insert into tenancy.api_key_usage (id, api_key_id, project_id, endpoint, method, status_code,
                response_time_ms, ip, user_agent, occurred_at)
            select id, api_key_id, project_id, endpoint, method, status_code, response_time_ms, ip, user_agent,
                occurred_at
            from used on conflict (id) do nothing
            """;

    private static final Logger LOG = LoggerFactory.getLogger(UsageStore.class);
    private static final int BATCH = 10_000;

    private final Database database;

    public UsageStore(Database database) {
        this.database = database;
    }

    /** What was counted of each of a project's keys; the busiest first. */
    List<UsageReport.OfKey> since(UUID projectId, Instant since) {
        return database.read(sql -> sql.createQuery("""
                        select k.id, k.name, k.last_four, u.requests, u.refused, u.failed, u.average_ms, u.last_at
                        from (
                            select api_key_id, count(*) as requests,
                                count(*) filter (where status_code between 400 and 499) as refused,
                                count(*) filter (where status_code >= 500) as failed,
                                round(avg(response_time_ms)) as average_ms, max(occurred_at) as last_at
                            from tenancy.api_key_usage
                            where project_id = :project and occurred_at >= :since
                            group by api_key_id
                        ) u join tenancy.api_keys k on k.id = u.api_key_id
                        order by u.requests desc, k.id
                        """)
                .bind("project", projectId)
                .bind("since", since)
                .map((row, context) -> new UsageReport.OfKey(
                        Columns.uuid(row, "id"),
                        row.getString("name"),
                        row.getString("last_four"),
                        row.getLong("requests"),
                        row.getLong("refused"),
                        row.getLong("failed"),
                        row.getLong("average_ms"),
                        Columns.instant(row, "last_at")))
                .list());
    }

    /** Removes records from before {@code time}, so many at a time that nobody has to wait for it. */
    public void removeBefore(Instant time) {
        while (removeSome(time) == BATCH) {
            LOG.debug("more usage records to remove");
        }
    }

    private int removeSome(Instant time) {
        return database.write(transaction -> transaction
                .sql()
                .createUpdate("""
                        delete from tenancy.api_key_usage where id in (
                            select id from tenancy.api_key_usage where occurred_at < :time limit :batch)
                        """)
                .bind("time", time)
                .bind("batch", BATCH)
                .execute());
    }

    void write(List<UsageRecord> batch) {
        String records = Json.write(batch);
        database.run(transaction ->
                transaction.sql().createUpdate(INSERT).bind("records", records).execute());
    }
}
