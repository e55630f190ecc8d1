package dev.latchkey.networks.stellar.xdr;

import dev.latchkey.networks.stellar.strkey.StrKey;
import dev.latchkey.networks.stellar.strkey.StrKeyKind;

/** An account's Ed25519 public key; text form is a {@code G…} address. */
public record AccountId(Hash key) implements XdrValue {
    /** @throws dev.latchkey.networks.stellar.strkey.InvalidStrKeyException if the text is no such address */
    public static AccountId parse(String address) {
        return of(StrKey.decode(StrKeyKind.ACCOUNT, address));
    }

    public static AccountId of(byte[] publicKey) {
        return new AccountId(Hash.of(publicKey));
    }

    public static AccountId read(XdrReader in) {
        int type = in.int32();
        if (type != 0) {
            throw in.unknown("PublicKeyType", type);
        }
        return new AccountId(Hash.read(in));
    }

    @Override
    public void write(XdrWriter out) {
        out.int32(0).value(key);
    }

    public byte[] publicKey() {
        return key.toArray();
    }

    /** The last four bytes of the key, by which a signature says whose it is. */
    public Bytes signatureHint() {
        byte[] bytes = key.toArray();
        return Bytes.of(new byte[] {bytes[28], bytes[29], bytes[30], bytes[31]});
    }

    /** For logs: {@code GA7Q…VSGZ}. */
    public String masked() {
        return StrKey.mask(toString());
    }

    @Override
    public String toString() {
        return StrKey.encode(StrKeyKind.ACCOUNT, key.toArray());
    }
}
