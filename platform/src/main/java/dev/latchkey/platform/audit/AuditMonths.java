package dev.latchkey.platform.audit;

import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.Origin;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The months (UTC) that the log is kept in: made ahead, and dropped as a whole when they are older than the log is to
 * reach back. What has no month of its own lies in a default partition until its month is made.
 */
public final class AuditMonths {

    private static final Logger LOG = LoggerFactory.getLogger(AuditMonths.class);
    private static final int AHEAD = 2;
    private static final String PREFIX = "audit_events_";
    private static final Pattern NAME = Pattern.compile(PREFIX + "([0-9]{4})_([0-9]{2})");

    private final Database database;
    private final AuditChain chain;
    private final Supplier<Duration> retention;
    private final Clock clock;
    private final AnchorStore anchors = new AnchorStore();

    /** @param retention how far the log reaches back at least; zero keeps it for ever */
    public AuditMonths(Database database, AuditChain chain, Supplier<Duration> retention, Clock clock) {
        this.database = database;
        this.chain = chain;
        this.retention = retention;
        this.clock = clock;
    }

    /** Makes this month and the two after it where they are missing; asks one question when they are not. */
    public void prepare() {
        YearMonth now = YearMonth.from(clock.instant().atOffset(ZoneOffset.UTC));
        List<YearMonth> existing = existing();
        Stream.iterate(now, month -> month.plusMonths(1))
                .limit(AHEAD + 1)
                .filter(month -> !existing.contains(month))
                .forEach(this::make);
    }

    /** Prepares the months to come and drops those that are too old, the oldest first. */
    public void maintain() {
        prepare();
        Duration kept = retention.get();
        if (kept.isZero()) {
            return;
        }
        Instant limit = clock.instant().minus(kept);
        for (YearMonth month : existing()) {
            if (end(month).isAfter(limit) || !drop(month)) {
                return;
            }
        }
    }

    /** Months with a partition, the oldest first. */
    List<YearMonth> existing() {
        return database.read(sql -> sql.createQuery("""
                        select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
                        where i.inhparent = cast('platform.audit_events' as regclass)
                        """).mapTo(String.class).list()).stream()
                .map(NAME::matcher)
                .filter(Matcher::matches)
                .map(name -> YearMonth.of(Integer.parseInt(name.group(1)), Integer.parseInt(name.group(2))))
                .sorted()
                .toList();
    }

    private void make(YearMonth month) {
        database.run(transaction -> {
            limitWaiting(transaction.sql());
            transaction
                    .sql()
                    .createQuery("select platform.make_audit_month(:begin)")
                    .bind("begin", begin(month))
                    .mapTo(Boolean.class)
                    .one();
        });
    }

    /** Answers false, and leaves everything, while something in the month waits to be sealed. */
    private boolean drop(YearMonth month) {
        boolean dropped = database.write(transaction -> {
            limitWaiting(transaction.sql());
            SealStore.State state = new SealStore().lock(transaction.sql()).state();
            if (!anchors.isComplete(transaction.sql(), suffix(month), state.completeTo())) {
                return false;
            }
            long events = anchors.keep(transaction.sql(), suffix(month), begin(month), end(month), chain);
            transaction.sql().execute("drop table platform.audit_events_" + suffix(month));
            transaction.sql().execute("drop table platform.audit_seals_" + suffix(month));
            audit(transaction, month, events);
            return true;
        });
        if (!dropped) {
            LOG.warn("the audit log of {} is too old, but not sealed yet; it is kept for now", month);
        }
        return dropped;
    }

    private static void audit(Transaction transaction, YearMonth month, long events) {
        transaction.audit(AuditEvent.success("audit.month_dropped", Origin.SYSTEM, null, "audit_month", month)
                .with("events", events));
    }

    /** Making and dropping need locks that everybody who writes to the log would queue behind. */
    private static void limitWaiting(Handle sql) {
        sql.execute("set local lock_timeout = '3s'");
    }

    private static Instant begin(YearMonth month) {
        return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private static Instant end(YearMonth month) {
        return begin(month.plusMonths(1));
    }

    private static String suffix(YearMonth month) {
        return String.format(Locale.ROOT, "%04d_%02d", month.getYear(), month.getMonthValue());
    }
}
