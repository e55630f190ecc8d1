package dev.latchkey.networks.stellar.rpc;

import dev.latchkey.networks.stellar.xdr.ContractId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which events: from a ledger on, or behind a cursor.
 *
 * @param contracts at most five; empty means all
 * @param topics patterns of base 64 values, {@code *} for any one and {@code **} for all that follow; at most five
 * @param limit 1 to 10,000
 */
public record EventQuery(
        long startLedger, @Nullable String cursor, List<ContractId> contracts, List<List<String>> topics, int limit) {
    public EventQuery {
        contracts = List.copyOf(contracts);
        topics = topics.stream().map(List::copyOf).toList();
    }

    public static EventQuery from(long startLedger, List<ContractId> contracts, int limit) {
        return new EventQuery(startLedger, null, contracts, List.of(), limit);
    }

    public EventQuery after(String next) {
        return new EventQuery(startLedger, next, contracts, topics, limit);
    }

    Map<String, Object> parameters() {
        Map<String, Object> filter = new LinkedHashMap<>();
        filter.put("type", "contract");
        filter.put("contractIds", contracts.stream().map(ContractId::toString).toList());
        if (!topics.isEmpty()) {
            filter.put("topics", topics);
        }
        Map<String, Object> pagination = new LinkedHashMap<>();
        pagination.put("limit", limit);
        Map<String, Object> parameters = new LinkedHashMap<>();
        // The API takes one of the two, never both.
        if (cursor == null) {
            parameters.put("startLedger", startLedger);
        }
        if (cursor != null) {
            pagination.put("cursor", cursor);
        }
        parameters.put("filters", List.of(filter));
        parameters.put("pagination", pagination);
        return parameters;
    }
}
