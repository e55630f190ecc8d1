package dev.latchkey.access.invite;

import dev.latchkey.platform.crypto.Tokens;
import dev.latchkey.platform.database.Columns;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.ApiException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * How often a recipient is invited: at most five times within any hour, by all organizations of the project together,
 * whether there is an account or not. In a number of statements that does not depend on how many recipients there are.
 */
final class RecipientLimit {

    static final int MOST = 5;
    static final Duration WINDOW = Duration.ofHours(1);

    /**
     * Who has had enough, and since when. Nobody else invites any of the recipients until the transaction ends.
     *
     * @return by recipient, when one of its invitations stops counting
     */
    Map<Recipient, Instant> exhausted(Transaction tx, UUID projectId, Collection<Recipient> recipients) {
        Map<String, Recipient> byKey = new HashMap<>();
        recipients.forEach(recipient -> byKey.put(key(projectId, recipient), recipient));
        lock(tx.sql(), byKey.keySet());
        return full(tx.sql(), byKey.keySet(), tx.now().minus(WINDOW)).entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> Objects.requireNonNull(byKey.get(entry.getKey())), Map.Entry::getValue));
    }

    /** Counts an invitation of each. */
    void sent(Transaction tx, UUID projectId, Collection<Recipient> recipients) {
        Set<String> keys = new HashSet<>();
        recipients.forEach(recipient -> keys.add(key(projectId, recipient)));
        tx.sql()
                .createUpdate("""
                        insert into access.sent_invites (recipient, sent_at)
                        select recipient, :now from unnest(cast(:recipients as text[])) as recipient
                        """)
                .bindArray("recipients", String.class, keys)
                .bind("now", tx.now())
                .execute();
    }

    /** 429 with {@code Retry-After} in seconds. */
    static ApiException refusal(Instant freeAt, Instant now) {
        long seconds = Math.max(1, Math.ceilDiv(Duration.between(now, freeAt).toMillis(), 1000L));
        long minutes = Math.ceilDiv(seconds, 60L);
        return new ApiException(
                        429,
                        "RATE_LIMITED",
                        "They were invited too often; try again in " + minutes
                                + (minutes == 1 ? " minute" : " minutes"))
                .header("Retry-After", String.valueOf(seconds));
    }

    /** Forgets what counts no more. */
    void removeOld(Handle sql, Instant now) {
        sql.createUpdate("delete from access.sent_invites where sent_at <= :before")
                .bind("before", now.minus(WINDOW))
                .execute();
    }

    /** In one order, so that nobody waits for each other. */
    private static void lock(Handle sql, Set<String> keys) {
        sql.createQuery("""
                        select count(pg_advisory_xact_lock(number)) from (
                            select distinct hashtextextended('access.invite ' || recipient, 0) as number
                            from unnest(cast(:recipients as text[])) as recipient
                            order by number) as numbers
                        """)
                .bindArray("recipients", String.class, keys)
                .mapTo(Long.class)
                .one();
    }

    private static Map<String, Instant> full(Handle sql, Set<String> keys, Instant since) {
        List<Map.Entry<String, Instant>> full = sql.createQuery("""
                        select recipient, sent_at + cast(:window as interval) as free_at from (
                            select recipient, sent_at,
                                row_number() over (partition by recipient order by sent_at desc) as place
                            from access.sent_invites
                            where recipient = any(:recipients) and sent_at > :since) as lately
                        where place = :most
                        """)
                .bindArray("recipients", String.class, keys)
                .bind("since", since)
                .bind("window", WINDOW.toString())
                .bind("most", MOST)
                .map((row, context) -> Map.entry(row.getString("recipient"), Columns.instant(row, "free_at")))
                .list();
        return full.stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static String key(UUID projectId, Recipient recipient) {
        return Tokens.sha256Hex(projectId
                + (recipient.email() == null ? " wallet " : " email ")
                + (recipient.email() == null ? recipient.wallet() : recipient.email()));
    }
}
