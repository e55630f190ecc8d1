package dev.latchkey.sandbox.network;

import dev.latchkey.sandbox.history.AppliedTransaction;
import dev.latchkey.sandbox.history.PageRequest;
import dev.latchkey.sandbox.network.StellarNetwork.Snapshot;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** Fees per operation over the last five ledgers, in stroops. */
public record FeeStats(
        int ledger, long baseFee, BigDecimal capacityUsage, int transactions, Distribution charged, Distribution bids) {
    private static final int LEDGERS = 5;
    private static final int MOST_TRANSACTIONS = 10_000;

    /** Values in ascending order, at least one. */
    public record Distribution(List<Long> sorted) {
        public Map<String, Long> asMap() {
            Map<String, Long> map = new LinkedHashMap<>();
            map.put("max", sorted.getLast());
            map.put("min", sorted.getFirst());
            map.put("mode", mode());
            for (int percentile : List.of(10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 99)) {
                map.put("p" + percentile, percentile(percentile));
            }
            return map;
        }

        private long mode() {
            return sorted.stream()
                    .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
                    .entrySet()
                    .stream()
                    .max(Map.Entry.<Long, Long>comparingByValue()
                            .thenComparing(
                                    Map.Entry.<Long, Long>comparingByKey().reversed()))
                    .orElseThrow()
                    .getKey();
        }

        private long percentile(int percentile) {
            int index = (sorted.size() * percentile + 99) / 100 - 1;
            return sorted.get(Math.max(0, index));
        }
    }

    public static FeeStats of(StellarNetwork network) {
        return network.read(snapshot -> of(network.parameters(), network.minimumBaseFee(), snapshot));
    }

    private static FeeStats of(NetworkParameters parameters, long baseFee, Snapshot snapshot) {
        int latest = snapshot.history().latest().sequence();
        List<AppliedTransaction> recent =
                snapshot
                        .history()
                        .transactions(null, new PageRequest(null, true, MOST_TRANSACTIONS), any -> true)
                        .stream()
                        .takeWhile(transaction -> transaction.ledger() > latest - LEDGERS)
                        .toList();
        BigDecimal usage = BigDecimal.valueOf(
                        snapshot.history().latest().header().attemptedOperations())
                .divide(BigDecimal.valueOf(parameters.operationsPerLedger()), 2, RoundingMode.HALF_UP);
        return new FeeStats(
                latest,
                baseFee,
                usage,
                recent.size(),
                distribution(
                        recent, baseFee, transaction -> transaction.outcome().feeCharged()),
                distribution(recent, baseFee, transaction -> transaction.frame().bid()));
    }

    private static Distribution distribution(
            List<AppliedTransaction> transactions, long whenEmpty, ToLongFunction<AppliedTransaction> fee) {
        if (transactions.isEmpty()) {
            return new Distribution(List.of(whenEmpty));
        }
        return new Distribution(transactions.stream()
                .map(transaction ->
                        fee.applyAsLong(transaction) / transaction.frame().feeUnits())
                .sorted()
                .toList());
    }
}
