package dev.latchkey.networks.stellar.xdr;

/** A name and a value that an account keeps, each at most 64 bytes. */
public record DataEntry(AccountId account, Bytes name, Bytes value) implements LedgerEntry.Data {
    static DataEntry read(XdrReader in) {
        DataEntry entry = new DataEntry(AccountId.read(in), in.opaque(64), in.opaque(64));
        in.noExtension("DataEntry");
        return entry;
    }

    @Override
    public void write(XdrWriter out) {
        out.value(account).opaque(name, 64).opaque(value, 64).int32(0);
    }

    @Override
    public int entryType() {
        return 3;
    }
}
