package dev.latchkey.networks.stellar.rpc;

import dev.latchkey.networks.http.JsonFields;
import dev.latchkey.networks.stellar.xdr.ContractId;
import dev.latchkey.networks.stellar.xdr.Hash;
import dev.latchkey.networks.stellar.xdr.ScVal;
import dev.latchkey.networks.stellar.xdr.XdrReader;
import java.time.Instant;
import java.util.List;

/** Some events; {@code cursor} continues behind them and {@code latestLedger} says how far the node is. */
public record EventPage(List<Event> events, String cursor, long latestLedger) {
    public EventPage {
        events = List.copyOf(events);
    }

    /** One event; {@code id} is unique and in order. */
    public record Event(
            String id,
            ContractId contract,
            long ledger,
            Instant closedAt,
            Hash transactionHash,
            List<ScVal> topics,
            ScVal value) {
        public Event {
            topics = List.copyOf(topics);
        }

        static Event of(JsonFields fields) {
            return new Event(
                    fields.text("id"),
                    fields.parsed("contractId", ContractId::parse),
                    fields.number("ledger"),
                    fields.time("ledgerClosedAt"),
                    fields.parsed("txHash", Hash::hex),
                    fields.texts("topic").stream()
                            .map(topic -> fields.decoded("topic", topic, t -> XdrReader.decodeBase64(t, ScVal::read)))
                            .toList(),
                    fields.parsed("value", value -> XdrReader.decodeBase64(value, ScVal::read)));
        }
    }

    static EventPage of(JsonFields fields) {
        return new EventPage(fields.list("events", Event::of), fields.text("cursor"), fields.number("latestLedger"));
    }
}
