package dev.latchkey.networks.stellar.xdr;

/** The last ledger in which the entry with the key of this hash lives. */
public record TtlEntry(Hash keyHash, long liveUntilLedger) implements LedgerEntry.Data {
    static TtlEntry read(XdrReader in) {
        return new TtlEntry(Hash.read(in), in.uint32());
    }

    @Override
    public void write(XdrWriter out) {
        out.value(keyHash).uint32(liveUntilLedger);
    }

    @Override
    public int entryType() {
        return 9;
    }
}
