package dev.latchkey.custody.journal;

import dev.latchkey.custody.journal.JournalAnswers.KeyAuditStatisticsAnswer;
import dev.latchkey.custody.journal.JournalAnswers.KeyOperationPage;
import dev.latchkey.custody.journal.JournalAnswers.KeyRotationHistory;
import dev.latchkey.custody.journal.JournalAnswers.KeyStatisticsAnswer;
import dev.latchkey.custody.journal.JournalAnswers.RecentKeyOperations;
import dev.latchkey.custody.journal.KeyJournal.Period;
import dev.latchkey.platform.audit.AuditEvent.Outcome;
import dev.latchkey.platform.audit.AuditLog;
import dev.latchkey.platform.audit.AuditQuery;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Guard;
import dev.latchkey.platform.http.RateClass;
import dev.latchkey.platform.http.Reply;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.Style;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What happened to keys, for the operator (mux-api.md 7.4). */
public final class KeyManagementRoutes {

    private static final String TAG = "Key management";
    private static final String PREFIX = "/internal/key-management/";
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 200;

    private final Database database;
    private final Clock clock;
    private final KeyJournal journal = new KeyJournal();

    public KeyManagementRoutes(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    public List<Route> routes() {
        return List.of(
                forOperator("audit")
                        .query("limit", Integer.class, "How many entries, 100 by default, at most 200")
                        .answer(200, RecentKeyOperations.class)
                        .summary(TAG, "Lists the latest operations on keys, oldest first.")
                        .handle(this::recent),
                inPeriod(forOperator("audit/persistent"))
                        .query("operation", KeyOperation.class, "Only this operation")
                        .query("keyId", String.class, "Only this key")
                        .query("publicKey", String.class, "Only the key with this address")
                        .query("success", String.class, "true: only what was done; anything else: only what failed")
                        .query("limit", Integer.class, "How many entries, 100 by default, at most 200")
                        .query("offset", Integer.class, "How many entries to skip")
                        .answer(200, KeyOperationPage.class)
                        .summary(TAG, "Searches the operations on keys, newest first.")
                        .handle(this::persistent),
                forOperator("audit/rotation-history/{keyId}")
                        .answer(200, KeyRotationHistory.class)
                        .summary(TAG, "Lists what happened to a key and its relatives, newest first.")
                        .handle(this::rotationHistory),
                inPeriod(forOperator("audit/statistics"))
                        .answer(200, KeyAuditStatisticsAnswer.class)
                        .summary(TAG, "Counts the operations on keys.")
                        .handle(this::auditStatistics),
                inPeriod(forOperator("statistics"))
                        .query("operation", KeyOperation.class, "Only this operation")
                        .answer(200, KeyStatisticsAnswer.class)
                        .summary(TAG, "Counts keys and what was done with them.")
                        .handle(this::statistics),
                inPeriod(forOperator("statistics/detailed"))
                        .query("operation", KeyOperation.class, "Only this operation")
                        .query("includeTimeSeries", Boolean.class, "true adds the counts of each hour")
                        .answer(200, KeyStatisticsAnswer.class)
                        .summary(TAG, "Counts keys and what was done with them, in detail.")
                        .handle(this::detailed));
    }

    private static Route.Builder forOperator(String path) {
        return Route.get(PREFIX + path).style(Style.MUX).guard(Guard.OPERATOR).rate(RateClass.STANDARD);
    }

    private static Route.Builder inPeriod(Route.Builder route) {
        return route.query("startDate", Instant.class, "Nothing before this moment")
                .query("endDate", Instant.class, "Nothing after this moment");
    }

    private Reply recent(Call call) {
        List<KeyJournalEntry> newest =
                database.read(sql -> journal.newest(sql, KeyJournal.every(new Period(null, null)), limit(call), 0));
        return Reply.ok(new RecentKeyOperations(newest.reversed()));
    }

    private Reply persistent(Call call) {
        AuditQuery query = filtered(call);
        int limit = limit(call);
        int offset = call.query().integer("offset", 0, 0, Integer.MAX_VALUE);
        return database.read(sql -> {
            List<KeyJournalEntry> entries = journal.newest(sql, query, limit, offset);
            long total = AuditLog.count(sql, query);
            return Reply.ok(new KeyOperationPage(true, entries, total, limit, offset, offset + entries.size() < total));
        });
    }

    private Reply rotationHistory(Call call) {
        String keyId = call.pathParameter("keyId");
        if (keyId.indexOf('\0') >= 0) {
            throw ApiException.invalid("keyId must not contain NUL");
        }
        AuditQuery query = KeyJournal.every(new Period(null, null)).mentioning(keyId, "previousKeyId", "newKeyId");
        AuditQuery rotations =
                AuditQuery.ofTypes(KeyOperation.ROTATE.types()).mentioning(keyId, "previousKeyId", "newKeyId");
        return database.read(sql -> Reply.ok(new KeyRotationHistory(
                true, keyId, journal.newest(sql, query, MAX_LIMIT, 0), AuditLog.count(sql, rotations))));
    }

    private Reply auditStatistics(Call call) {
        return database.read(
                sql -> Reply.ok(new KeyAuditStatisticsAnswer(true, journal.auditStatistics(sql, period(call)))));
    }

    private Reply statistics(Call call) {
        return database.read(sql -> Reply.ok(new KeyStatisticsAnswer(
                true, journal.statistics(sql, period(call), operation(call), clock.instant()))));
    }

    private Reply detailed(Call call) {
        boolean series =
                call.query().text("includeTimeSeries").filter("true"::equals).isPresent();
        return database.read(sql -> Reply.ok(new KeyStatisticsAnswer(
                true, journal.detailed(sql, period(call), operation(call), series, clock.instant()))));
    }

    private static AuditQuery filtered(Call call) {
        @Nullable KeyOperation operation = operation(call);
        AuditQuery query = period(call)
                .narrow(AuditQuery.ofTypes(operation == null ? KeyOperation.allTypes() : operation.types()));
        Optional<String> keyId = call.query().text("keyId");
        Optional<String> publicKey = call.query().text("publicKey");
        Optional<Outcome> outcome =
                call.query().text("success").map(given -> given.equals("true") ? Outcome.SUCCESS : Outcome.FAILURE);
        AuditQuery ofKey = keyId.isPresent() ? query.target(keyId.get()) : query;
        AuditQuery ofAddress = publicKey.isPresent() ? ofKey.fact("publicKey", publicKey.get()) : ofKey;
        return outcome.isPresent() ? ofAddress.outcome(outcome.get()) : ofAddress;
    }

    private static @Nullable KeyOperation operation(Call call) {
        return call.query().enumeration("operation", KeyOperation.class).orElse(null);
    }

    private static Period period(Call call) {
        return new Period(
                call.query().instant("startDate").orElse(null),
                call.query().instant("endDate").orElse(null));
    }

    private static int limit(Call call) {
        return Math.min(MAX_LIMIT, call.query().integer("limit", DEFAULT_LIMIT, 1, Integer.MAX_VALUE));
    }
}
