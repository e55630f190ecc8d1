package dev.latchkey.networks.stellar.xdr;

/** A value that a contract stores. */
public record ContractDataEntry(ScAddress contract, ScVal key, LedgerKey.Durability durability, ScVal value)
        implements LedgerEntry.Data {
    static ContractDataEntry read(XdrReader in) {
        in.noExtension("ContractDataEntry");
        return new ContractDataEntry(
                ScAddress.read(in), ScVal.read(in), in.ordinal(LedgerKey.Durability.values()), ScVal.read(in));
    }

    @Override
    public void write(XdrWriter out) {
        out.int32(0).value(contract).value(key).ordinal(durability).value(value);
    }

    @Override
    public int entryType() {
        return 6;
    }
}
