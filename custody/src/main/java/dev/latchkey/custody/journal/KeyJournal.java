package dev.latchkey.custody.journal;

import dev.latchkey.custody.journal.JournalAnswers.HourOfKeyOperation;
import dev.latchkey.custody.journal.JournalAnswers.KeyAuditStatistics;
import dev.latchkey.custody.journal.JournalAnswers.KeyOperationBreakdown;
import dev.latchkey.custody.journal.JournalAnswers.KeyOperationMetric;
import dev.latchkey.custody.journal.JournalAnswers.KeyStatistics;
import dev.latchkey.custody.journal.JournalAnswers.RecentKeyOperation;
import dev.latchkey.platform.audit.AuditEntry;
import dev.latchkey.platform.audit.AuditEvent.Outcome;
import dev.latchkey.platform.audit.AuditLog;
import dev.latchkey.platform.audit.AuditLog.Tally;
import dev.latchkey.platform.audit.AuditQuery;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Counts and lists what the audit log says about keys. */
final class KeyJournal {

    private static final String KEY_TYPE = "keyType";
    private static final int RECENT = 10;

    /** A span of time; both ends belong to it, and either may be open. */
    record Period(@Nullable Instant start, @Nullable Instant end) {

        AuditQuery narrow(AuditQuery query) {
            AuditQuery begun = start == null ? query : query.from(start);
            return end == null ? begun : begun.to(end);
        }
    }

    List<KeyJournalEntry> newest(Handle sql, AuditQuery query, int limit, long offset) {
        return AuditLog.newest(sql, query, limit, offset).stream()
                .map(KeyJournalEntry::of)
                .toList();
    }

    KeyAuditStatistics auditStatistics(Handle sql, Period period) {
        List<Tally> tallies = AuditLog.tally(sql, every(period), KEY_TYPE);
        long total = sum(tallies, tally -> true);
        long succeeded = sum(tallies, KeyJournal::succeeded);
        return new KeyAuditStatistics(
                total,
                succeeded,
                total - succeeded,
                percent(succeeded, total),
                new KeyOperationBreakdown(
                        sum(tallies, of(KeyOperation.ROTATE)),
                        sum(tallies, of(KeyOperation.GENERATE)),
                        sum(tallies, of(KeyOperation.SIGN))),
                period.start(),
                period.end());
    }

    /** @param only one operation, or {@code null} for all */
    KeyStatistics statistics(Handle sql, Period period, @Nullable KeyOperation only, Instant now) {
        AuditQuery query = only == null ? every(period) : period.narrow(AuditQuery.ofTypes(only.types()));
        List<Tally> tallies = AuditLog.tally(sql, query, KEY_TYPE);
        Map<String, Long> byOperation = new TreeMap<>();
        tallies.forEach(tally -> byOperation.merge(KeyOperation.of(tally.type()).name(), tally.count(), Long::sum));
        Map<String, Long> byType = new TreeMap<>();
        tallies.stream()
                .filter(of(KeyOperation.GENERATE))
                .forEach(tally ->
                        byType.merge(tally.fact() == null ? "unknown" : tally.fact(), tally.count(), Long::sum));
        long total = sum(tallies, tally -> true);
        long succeeded = sum(tallies, KeyJournal::succeeded);
        return new KeyStatistics(
                sum(tallies, of(KeyOperation.GENERATE)),
                sum(tallies, of(KeyOperation.SIGN)),
                0,
                total - succeeded,
                byType,
                byOperation,
                percent(succeeded, total),
                tallies.stream().map(Tally::last).max(Comparator.naturalOrder()).orElse(null),
                period.start() == null ? Instant.EPOCH : period.start(),
                period.end() == null ? now : period.end(),
                null,
                null,
                null);
    }

    /** As above with metrics, the last operations and, if wanted, the counts of each hour. */
    KeyStatistics detailed(Handle sql, Period period, @Nullable KeyOperation only, boolean series, Instant now) {
        AuditQuery query = only == null ? every(period) : period.narrow(AuditQuery.ofTypes(only.types()));
        return statistics(sql, period, only, now)
                .with(
                        metrics(AuditLog.tally(sql, query, KEY_TYPE)),
                        AuditLog.newest(sql, query, RECENT, 0).stream()
                                .map(KeyJournal::recent)
                                .toList(),
                        series ? series(sql, query) : null);
    }

    /** Everything that happens to keys, in a period. */
    static AuditQuery every(Period period) {
        return period.narrow(AuditQuery.ofTypes(KeyOperation.allTypes()));
    }

    private static List<KeyOperationMetric> metrics(List<Tally> tallies) {
        return Arrays.stream(KeyOperation.values())
                .filter(operation -> tallies.stream().anyMatch(of(operation)))
                .map(operation -> metric(operation, tallies))
                .toList();
    }

    private static KeyOperationMetric metric(KeyOperation operation, List<Tally> tallies) {
        long count = sum(tallies, of(operation));
        long succeeded = sum(tallies, of(operation).and(KeyJournal::succeeded));
        return new KeyOperationMetric(operation, count, succeeded, count - succeeded, percent(succeeded, count));
    }

    private static RecentKeyOperation recent(AuditEntry event) {
        return new RecentKeyOperation(
                KeyOperation.of(event.type()),
                event.occurredAt(),
                event.outcome() == Outcome.SUCCESS,
                event.fact(KEY_TYPE).orElse(null));
    }

    /** Successes and failures of one operation are two types in the log and one line here. */
    private static List<HourOfKeyOperation> series(Handle sql, AuditQuery query) {
        Map<Instant, Map<KeyOperation, Long>> hours = new TreeMap<>();
        AuditLog.hourly(sql, query).forEach(hour -> hours.computeIfAbsent(hour.begin(), begin -> new TreeMap<>())
                .merge(KeyOperation.of(hour.type()), hour.count(), Long::sum));
        return hours.entrySet().stream()
                .flatMap(hour -> hour.getValue().entrySet().stream()
                        .map(line -> new HourOfKeyOperation(hour.getKey(), line.getValue(), line.getKey())))
                .toList();
    }

    private static Predicate<Tally> of(KeyOperation operation) {
        return tally -> operation.types().contains(tally.type());
    }

    private static boolean succeeded(Tally tally) {
        return tally.outcome() == Outcome.SUCCESS;
    }

    private static long sum(List<Tally> tallies, Predicate<Tally> which) {
        return tallies.stream().filter(which).mapToLong(Tally::count).sum();
    }

    private static double percent(long part, long whole) {
        return whole == 0 ? 100 : 100.0 * part / whole;
    }
}
