package dev.latchkey.networks.stellar.rpc;

import dev.latchkey.networks.http.JsonFields;
import dev.latchkey.networks.stellar.xdr.LedgerEntry;
import dev.latchkey.networks.stellar.xdr.LedgerKey;
import dev.latchkey.networks.stellar.xdr.XdrReader;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Entries of the ledger as of {@code latestLedger}. */
public record LedgerEntries(List<Entry> entries, long latestLedger) {
    public LedgerEntries {
        entries = List.copyOf(entries);
    }

    /** An entry; {@code liveUntilLedger} is null for kinds that do not expire. */
    public record Entry(
            LedgerKey key,
            LedgerEntry.Data data,
            long lastModified,
            @Nullable Long liveUntilLedger) {
        static Entry of(JsonFields fields) {
            return new Entry(
                    fields.parsed("key", key -> XdrReader.decodeBase64(key, LedgerKey::read)),
                    fields.parsed("xdr", xdr -> XdrReader.decodeBase64(xdr, LedgerEntry.Data::read)),
                    fields.number("lastModifiedLedgerSeq"),
                    fields.has("liveUntilLedgerSeq") ? fields.number("liveUntilLedgerSeq") : null);
        }
    }

    static LedgerEntries of(JsonFields fields) {
        return new LedgerEntries(fields.list("entries", Entry::of), fields.number("latestLedger"));
    }

    public Optional<Entry> entry(LedgerKey key) {
        return entries.stream().filter(entry -> entry.key().equals(key)).findFirst();
    }
}
