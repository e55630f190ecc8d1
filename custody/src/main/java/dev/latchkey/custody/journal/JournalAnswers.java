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
    record RecentKeyOperations(List<KeyJournalEntry> logs) {}

    /** Answer of {@code audit/persistent}, newest first. */
    record KeyOperationPage(
            boolean success, List<KeyJournalEntry> logs, long total, int limit, int offset, boolean hasMore) {}

    /** Answer of {@code audit/rotation-history}, newest first. */
    record KeyRotationHistory(
            boolean success, String keyId, List<KeyJournalEntry> rotationHistory, long totalRotations) {}

    /** The envelope of the statistics. */
    record KeyAuditStatisticsAnswer(boolean success, KeyAuditStatistics data) {}

    record KeyAuditStatistics(
            long totalLogs,
            long successfulLogs,
            long failedLogs,
            double successRate,
            KeyOperationBreakdown operationBreakdown,
            @JsonInclude(Include.NON_NULL) @Nullable Instant periodStart,
            @JsonInclude(Include.NON_NULL) @Nullable Instant periodEnd) {}

    record KeyOperationBreakdown(long rotate, long generate, long sign) {}

    /** The envelope of the statistics. */
    record KeyStatisticsAnswer(boolean success, KeyStatistics data) {}

    /** @param successRate in percent; 100 when nothing happened */
    record KeyStatistics(
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
            @JsonInclude(Include.NON_NULL) @Nullable List<KeyOperationMetric> operationMetrics,
            @JsonInclude(Include.NON_NULL) @Nullable List<RecentKeyOperation> recentOperations,
            @JsonInclude(Include.NON_NULL) @Nullable List<HourOfKeyOperation> timeSeries) {

        KeyStatistics with(
                List<KeyOperationMetric> metrics,
                List<RecentKeyOperation> recent,
                @Nullable List<HourOfKeyOperation> series) {
            return new KeyStatistics(
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

    record KeyOperationMetric(
            KeyOperation operation, long count, long successCount, long failureCount, double successRate) {}

    record RecentKeyOperation(
            KeyOperation operation,
            Instant timestamp,
            boolean success,
            @JsonInclude(Include.NON_NULL) @Nullable String keyType) {}

    record HourOfKeyOperation(Instant timestamp, long count, KeyOperation operation) {}
}
