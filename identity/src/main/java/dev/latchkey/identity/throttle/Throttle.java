package dev.latchkey.identity.throttle;

import dev.latchkey.platform.database.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * SQL of {@code identity.throttles}: counts the events of subjects in a sliding window, exactly, one statement for one
 * act, all servers together. It asks nobody whether a subject exists.
 *
 * <p>Requests are counted with {@link #record}. Guesses are {@linkplain #reserve reserved} before they are looked at and
 * recorded when they were wrong, so that a hundred at once get no more tries than a hundred one after the other.
 */
public final class Throttle {

    /** A reservation that was never closed, because its server died, counts no longer than this. */
    private static final Duration ABANDONED = Duration.ofMinutes(1);

    private static final String RECORD = """
            insert into identity.throttles as kept
                (project_id, subject, family, counted_at, locked_until, locked_by, lockouts, quiet_since)
            values (:projectId, :subject{n}, :family{n},
                case when cast(:threshold{n} as integer) = 1 then cast('{}' as timestamptz[])
                    else array[cast(:now as timestamptz)] end,
                case when cast(:threshold{n} as integer) = 1 then cast(:firstLock{n} as timestamptz) end,
                case when cast(:threshold{n} as integer) = 1 then cast(:event as uuid) end,
                case when cast(:threshold{n} as integer) = 1 then 1 else 0 end,
                :now)
            on conflict (project_id, subject) do update set
                in_flight = array_remove(kept.in_flight, cast(:event as uuid)),
                counted_at = case
                    when kept.locked_until > :now then kept.counted_at
                    when {fresh} + 1 >= :threshold{n} then cast('{}' as timestamptz[])
                    else array(select moment from unnest(kept.counted_at) as moment where moment > :since{n})
                        || cast(:now as timestamptz)
                    end,
                locked_until = case
                    when kept.locked_until > :now then kept.locked_until
                    when {fresh} + 1 >= :threshold{n} then cast(:now as timestamptz) + make_interval(
                        secs => least(:lock{n} * power(2, {lockouts}), cast(:longest{n} as double precision)))
                    end,
                locked_by = case
                    when kept.locked_until > :now then kept.locked_by
                    when {fresh} + 1 >= :threshold{n} then cast(:event as uuid)
                    end,
                lockouts = case
                    when kept.locked_until > :now then kept.lockouts
                    when {fresh} + 1 >= :threshold{n} then {lockouts} + 1
                    else {lockouts}
                    end,
                quiet_since = :now
            returning locked_until, coalesce(locked_by = :event, false) as began
            """.replace(
                    "{fresh}", "(select count(*) from unnest(kept.counted_at) as moment where moment > :since{n})")
            .replace("{lockouts}", """
                    greatest(0, kept.lockouts - cast(floor(greatest(0, extract(epoch from cast(:now as timestamptz)
                        - greatest(kept.quiet_since, kept.locked_until))) / 86400) as integer))""".strip());

    /**
     * Reserves one guess, as a statement of its own or a part of another one: returns {@code locked_until} and
     * {@code admitted}. Its parameters are those of {@link #bindReservation}.
     */
    public static final String RESERVE = """
            insert into identity.throttles as kept
                (project_id, subject, family, in_flight, in_flight_at, quiet_since)
            values (:projectId, :subject, :family, array[cast(:event as uuid)], :now, :now)
            on conflict (project_id, subject) do update set
                in_flight = case
                    when {admits} then {alive} || cast(:event as uuid)
                    else kept.in_flight
                    end,
                in_flight_at = case when {admits} then :now else kept.in_flight_at end
            returning case when locked_until > :now then locked_until end as locked_until,
                cast(:event as uuid) = any(in_flight) as admitted
            """.replace("{admits}", """
                    (kept.locked_until is null or kept.locked_until <= :now)
                        and (select count(*) from unnest(kept.counted_at) as moment where moment > :since)
                            + cardinality({alive}) < :threshold""".strip()).replace(
            "{alive}", "(case when kept.in_flight_at > :abandoned then kept.in_flight else cast('{}' as uuid[]) end)");

    /** Whether the subject is locked; counts nothing. */
    public Verdict check(Handle sql, Subject subject, Instant now) {
        return sql.createQuery("""
                        select locked_until, false as began from identity.throttles
                        where project_id = :projectId and subject = :subject and locked_until > :now
                        """)
                .bind("projectId", subject.projectId())
                .bind("subject", subject.digest())
                .bind("now", now)
                .map((row, context) -> verdict(row))
                .findOne()
                .orElse(new Verdict(null, false));
    }

    /** Counts one event, unless the subject is locked: then the event is to be refused. */
    public Verdict record(Handle sql, Subject subject, Instant now) {
        return record(sql, List.of(subject), UUID.randomUUID(), now).getFirst();
    }

    /**
     * Counts one event under several rules in one statement, and closes its reservations.
     *
     * @param subjects of one project
     * @param event its id; that of the reservation, if there was one
     * @return in the order of the subjects
     */
    public List<Verdict> record(Handle sql, List<Subject> subjects, UUID event, Instant now) {
        var query = sql.createQuery(recordAll(subjects.size()))
                .bind("projectId", subjects.getFirst().projectId())
                .bind("event", event)
                .bind("now", now);
        for (int n = 0; n < subjects.size(); n++) {
            Rule rule = subjects.get(n).rule();
            query.bind("subject" + n, subjects.get(n).digest())
                    .bind("family" + n, subjects.get(n).family())
                    .bind("threshold" + n, rule.threshold())
                    .bind("since" + n, now.minus(rule.window()))
                    .bind("firstLock" + n, now.plus(rule.lock()))
                    .bind("lock" + n, (double) rule.lock().toSeconds())
                    .bind("longest" + n, (double) rule.longest().toSeconds());
        }
        return query.map((row, context) -> verdict(row)).list();
    }

    /** Asks for leave to look at one guess; to be closed by {@link #record}, {@link #release} or {@link #clear}. */
    public Reservation reserve(Handle sql, Subject subject, Instant now) {
        Reservation wanted = Reservation.of(subject);
        return bindReservation(sql.createQuery(RESERVE), wanted, now)
                .map((row, context) -> wanted.answered(row))
                .one();
    }

    /** Binds the parameters of {@link #RESERVE}. */
    public static <S extends SqlStatement<S>> S bindReservation(S statement, Reservation wanted, Instant now) {
        Rule rule = wanted.subject().rule();
        return statement
                .bind("projectId", wanted.subject().projectId())
                .bind("subject", wanted.subject().digest())
                .bind("family", wanted.subject().family())
                .bind("event", wanted.event())
                .bind("now", now)
                .bind("since", now.minus(rule.window()))
                .bind("threshold", rule.threshold())
                .bind("abandoned", now.minus(ABANDONED));
    }

    /** Closes a reservation as if it had never been. */
    public void release(Handle sql, Reservation reservation) {
        sql.createUpdate("""
                        update identity.throttles set in_flight = array_remove(in_flight, cast(:event as uuid))
                        where project_id = :projectId and subject = :subject
                        """)
                .bind("projectId", reservation.subject().projectId())
                .bind("subject", reservation.subject().digest())
                .bind("event", reservation.event())
                .execute();
    }

    /** Forgets everything about the subject: it proved itself. */
    public void clear(Handle sql, Subject subject) {
        sql.createUpdate("delete from identity.throttles where project_id = :projectId and subject = :subject")
                .bind("projectId", subject.projectId())
                .bind("subject", subject.digest())
                .execute();
    }

    /** Forgets everything about all subjects {@linkplain Subject#ownedBy owned by} somebody. */
    public void clearOwnedBy(Handle sql, UUID projectId, String owner) {
        sql.createUpdate("delete from identity.throttles where project_id = :projectId and family = :family")
                .bind("projectId", projectId)
                .bind("family", Subject.digest("family", owner))
                .execute();
    }

    /** Removes rows that count nothing and lock nothing any more, and whose locks are all forgotten. */
    public int removeOld(Handle sql, Instant now) {
        return sql.createUpdate("""
                        delete from identity.throttles
                        where quiet_since < :before
                            and greatest(quiet_since, locked_until) + make_interval(days => lockouts) < :before
                        """)
                .bind("before", now.minus(Duration.ofDays(1)))
                .execute();
    }

    private static String recordAll(int subjects) {
        String counts = IntStream.range(0, subjects)
                .mapToObj(n -> "counted" + n + " as (" + RECORD.replace("{n}", String.valueOf(n)) + ")")
                .collect(Collectors.joining(", "));
        String answers = IntStream.range(0, subjects)
                .mapToObj(n -> "select " + n + " as place, locked_until, began from counted" + n)
                .collect(Collectors.joining(" union all "));
        return "with " + counts + " " + answers + " order by place";
    }

    private static Verdict verdict(ResultSet row) throws SQLException {
        return new Verdict(Columns.optionalInstant(row, "locked_until"), row.getBoolean("began"));
    }
}
