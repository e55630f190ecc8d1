package dev.latchkey.custody.signup;

import dev.latchkey.custody.signup.WaitingWallet.WaitsFor;
import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.platform.database.Columns;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** SQL of {@code custody.sign_up_wallets}. */
final class SignUpStore {

    /** What is due, of whatever project. */
    record Due(UUID userId, UUID projectId, WalletNetwork network, int attempts) {}

    /** What a project was given lately. */
    record Given(
            int inHour,
            int inDay,
            @Nullable Instant firstOfHour,
            @Nullable Instant firstOfDay) {}

    void add(Handle sql, UUID projectId, UUID userId, WalletNetwork network, Instant now) {
        sql.createUpdate("""
                        insert into custody.sign_up_wallets (user_id, project_id, network, requested_at, not_before,
                            waits_for)
                        values (:user, :project, :network, :now, :now, 'TURN')
                        on conflict do nothing
                        """)
                .bind("user", userId)
                .bind("project", projectId)
                .bind("network", network.name())
                .bind("now", now)
                .execute();
    }

    /** Until the transaction ends no other server gives wallets: what it counts stays true. */
    void lock(Handle sql) {
        sql.createQuery("select true from pg_advisory_xact_lock(hashtextextended('custody.sign_up_wallets', 0))")
                .mapTo(Boolean.class)
                .one();
    }

    Optional<Due> next(Handle sql, Instant now) {
        return sql.createQuery("""
                        select user_id, project_id, network, attempts from custody.sign_up_wallets
                        where made_at is null and not_before <= :now
                        order by not_before, requested_at limit 1
                        """)
                .bind("now", now)
                .map((row, context) -> new Due(
                        Columns.uuid(row, "user_id"),
                        Columns.uuid(row, "project_id"),
                        WalletNetwork.valueOf(row.getString("network")),
                        row.getInt("attempts")))
                .findOne();
    }

    Given given(Handle sql, UUID projectId, Instant now) {
        return sql.createQuery("""
                        select count(*) filter (where made_at > :hour) as in_hour, count(*) as in_day,
                            min(made_at) filter (where made_at > :hour) as first_of_hour,
                            min(made_at) as first_of_day
                        from custody.sign_up_wallets
                        where project_id = :project and made_at > :day
                        """)
                .bind("project", projectId)
                .bind("hour", now.minus(Duration.ofHours(1)))
                .bind("day", now.minus(Duration.ofDays(1)))
                .map((row, context) -> new Given(
                        row.getInt("in_hour"),
                        row.getInt("in_day"),
                        Columns.optionalInstant(row, "first_of_hour"),
                        Columns.optionalInstant(row, "first_of_day")))
                .one();
    }

    /** Everybody of the project who waits does so until then. */
    void waitForBudget(Handle sql, UUID projectId, Instant until) {
        sql.createUpdate("""
                        update custody.sign_up_wallets set not_before = :until, waits_for = 'BUDGET'
                        where project_id = :project and made_at is null and not_before < :until
                        """).bind("project", projectId).bind("until", until).execute();
    }

    void tryAgain(Handle sql, UUID userId, Instant at) {
        sql.createUpdate("""
                        update custody.sign_up_wallets
                        set not_before = :at, waits_for = 'RETRY', attempts = attempts + 1
                        where user_id = :user and made_at is null
                        """).bind("user", userId).bind("at", at).execute();
    }

    void made(Handle sql, UUID userId, Instant now) {
        sql.createUpdate("update custody.sign_up_wallets set made_at = :now where user_id = :user")
                .bind("user", userId)
                .bind("now", now)
                .execute();
    }

    void remove(Handle sql, UUID userId) {
        sql.createUpdate("delete from custody.sign_up_wallets where user_id = :user and made_at is null")
                .bind("user", userId)
                .execute();
    }

    int removeMadeBefore(Handle sql, Instant time) {
        return sql.createUpdate("delete from custody.sign_up_wallets where made_at < :time")
                .bind("time", time)
                .execute();
    }

    /** Who waits in a project, longest first. */
    List<WaitingWallet> waiting(Handle sql, UUID projectId, int limit, long offset) {
        return sql.createQuery("""
                        select user_id, network, requested_at, waits_for, not_before, attempts
                        from custody.sign_up_wallets
                        where project_id = :project and made_at is null
                        order by requested_at, user_id limit :limit offset :offset
                        """)
                .bind("project", projectId)
                .bind("limit", limit)
                .bind("offset", offset)
                .map((row, context) -> new WaitingWallet(
                        Columns.uuid(row, "user_id"),
                        WalletNetwork.valueOf(row.getString("network")),
                        Columns.instant(row, "requested_at"),
                        WaitsFor.valueOf(row.getString("waits_for")),
                        Columns.instant(row, "not_before"),
                        row.getInt("attempts")))
                .list();
    }
}
