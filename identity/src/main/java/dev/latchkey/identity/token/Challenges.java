package dev.latchkey.identity.token;

import dev.latchkey.platform.database.Columns;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.json.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** SQL of {@code identity.challenges}: each is taken once, for its own purpose and in its own project only. */
public final class Challenges {

    /** Takes a challenge away, for statements that need something else with it; {@link #bindTake} binds it. */
    public static final String TAKE = """
            delete from identity.challenges
            where purpose = :purpose and key = :key and project_id = :projectId and expires_at > :now
            returning purpose, key, project_id, user_id, data, expires_at
            """;

    private static final int MAX_KEY = 256;

    public void put(Transaction tx, Challenge challenge) {
        tx.sql()
                .createUpdate("""
                        insert into identity.challenges (purpose, key, project_id, user_id, data, expires_at)
                        values (:purpose, :key, :projectId, :userId, cast(:data as jsonb), :expiresAt)
                        """)
                .bind("purpose", challenge.purpose())
                .bind("key", challenge.key())
                .bind("projectId", challenge.projectId())
                .bind("userId", challenge.userId())
                .bind("data", Json.write(challenge.data()))
                .bind("expiresAt", challenge.expiresAt())
                .execute();
    }

    /** Takes it away; empty when it is unknown, taken or expired. Of concurrent calls exactly one gets it. */
    public Optional<Challenge> take(Transaction tx, UUID projectId, String purpose, String key) {
        if (key.length() > MAX_KEY) {
            return Optional.empty();
        }
        return bindTake(tx.sql().createQuery(TAKE), projectId, purpose, key, tx.now())
                .map((row, context) -> challenge(row))
                .findOne();
    }

    /** Binds the names of {@link #TAKE}. */
    public static Query bindTake(Query query, UUID projectId, String purpose, String key, Instant now) {
        return query.bind("purpose", purpose)
                .bind("key", key)
                .bind("projectId", projectId)
                .bind("now", now);
    }

    /** Removes what has expired. */
    public int removeExpired(Handle sql, Instant now) {
        return sql.createUpdate("delete from identity.challenges where expires_at <= :now")
                .bind("now", now)
                .execute();
    }

    private static Challenge challenge(ResultSet row) throws SQLException {
        return new Challenge(
                Columns.uuid(row, "project_id"),
                row.getString("purpose"),
                row.getString("key"),
                Columns.optionalUuid(row, "user_id"),
                Json.read(row.getString("data")),
                Columns.instant(row, "expires_at"));
    }
}
