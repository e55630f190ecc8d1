package dev.latchkey.networks.stellar.xdr;

import dev.latchkey.networks.stellar.strkey.StrKey;
import dev.latchkey.networks.stellar.strkey.StrKeyKind;

/** A contract's id; text form is a {@code C…} address. */
public record ContractId(Hash hash) implements XdrValue {
    /** @throws dev.latchkey.networks.stellar.strkey.InvalidStrKeyException if the text is no such address */
    public static ContractId parse(String address) {
        return new ContractId(Hash.of(StrKey.decode(StrKeyKind.CONTRACT, address)));
    }

    public static ContractId read(XdrReader in) {
        return new ContractId(Hash.read(in));
    }

    @Override
    public void write(XdrWriter out) {
        out.value(hash);
    }

    @Override
    public String toString() {
        return StrKey.encode(StrKeyKind.CONTRACT, hash.toArray());
    }
}
