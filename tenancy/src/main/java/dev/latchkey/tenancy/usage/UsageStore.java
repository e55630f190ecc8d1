package dev.latchkey.tenancy.usage;

import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.json.Json;
import java.util.List;

/** Writes usage records and, with them, when each key was last used. */
final class UsageStore {

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

    private final Database database;

    UsageStore(Database database) {
        this.database = database;
    }

    void write(List<UsageRecord> batch) {
        String records = Json.write(batch);
        database.run(transaction ->
                transaction.sql().createUpdate(INSERT).bind("records", records).execute());
    }
}
