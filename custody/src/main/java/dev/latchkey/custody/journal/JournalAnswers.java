package dev.latchkey.custody.journal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers of the key-management routes (mux-api.md 7.4). */
final class JournalAnswers {

    private JournalAnswers() {}

    /** Answer of {@code audit}: the latest entries, oldest first. */
    record Recent(List<JournalEntry> logs) {}

    /** Answer of {@code audit/persistent}, newest first. */
    record Persistent(boolean success, List<JournalEntry> logs, long total, int limit, int offset, boolean hasMore) {}

    /** Answer of {@code audit/rotation-history}, newest first. */
    record RotationHistory(boolean success, String keyId, List<JournalEntry> rotationHistory, long totalRotations) {}

    /** The envelope of the statistics. */
    record AuditStatisticsAnswer(boolean success, AuditStatistics data) {}

    record AuditStatistics(
            long totalLogs,
            long successfulLogs,
            long failedLogs,
            double successRate,
            OperationBreakdown operationBreakdown,
            @JsonInclude(Include.NON_NULL) @Nullable Instant periodStart,
            @JsonInclude(Include.NON_NULL) @Nullable Instant periodEnd) {}

    record OperationBreakdown(long rotate, long generate, long sign) {}

    /** The envelope of the statistics. */
    record StatisticsAnswer(boolean success, Statistics data) {}

    /** @param successRate in percent; 100 when nothing happened */
    record Statistics(
            long totalKeysGenerated,
            long totalSigningOperations,
            long totalValidations,
            long totalFailures,
            Map<String, Long> keysByType,
            Map<String, Long> operationsByType,
            double successRate,
            @JsonInclude(Include.NON_NULL) @Nullable Instant lastOperation,
            Instant periodStart,
            Instant periodEnd,
            @JsonInclude(Include.NON_NULL) @Nullable List<OperationMetric> operationMetrics,
            @JsonInclude(Include.NON_NULL) @Nullable List<RecentOperation> recentOperations,
            @JsonInclude(Include.NON_NULL) @Nullable List<HourOfOperation> timeSeries) {

        Statistics with(
                List<OperationMetric> metrics, List<RecentOperation> recent, @Nullable List<HourOfOperation> series) {
            return new Statistics(
                    totalKeysGenerated,
                    totalSigningOperations,
                    totalValidations,
                    totalFailures,
                    keysByType,
                    operationsByType,
                    successRate,
                    lastOperation,
                    periodStart,
                    periodEnd,
                    metrics,
                    recent,
                    series);
        }
    }

    record OperationMetric(
            KeyOperation operation, long count, long successCount, long failureCount, double successRate) {}

    record RecentOperation(
            KeyOperation operation,
            Instant timestamp,
            boolean success,
            @JsonInclude(Include.NON_NULL) @Nullable String keyType) {}

    record HourOfOperation(Instant timestamp, long count, KeyOperation operation) {}
}
