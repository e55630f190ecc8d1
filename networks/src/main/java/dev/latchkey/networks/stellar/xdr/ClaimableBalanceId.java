package dev.latchkey.networks.stellar.xdr;

import dev.latchkey.networks.stellar.strkey.StrKey;
import dev.latchkey.networks.stellar.strkey.StrKeyKind;
import java.util.Arrays;
import java.util.HexFormat;

/** A claimable balance's id (version 0); text form is {@code B…}, Horizon shows the hexadecimal XDR. */
public record ClaimableBalanceId(Hash hash) implements XdrValue {
    /** @throws dev.latchkey.networks.stellar.strkey.InvalidStrKeyException if the text is no such id */
    public static ClaimableBalanceId parse(String text) {
        byte[] payload = StrKey.decode(StrKeyKind.CLAIMABLE_BALANCE, text);
        return new ClaimableBalanceId(Hash.of(Arrays.copyOfRange(payload, 1, 33)));
    }

    /** The id that the operation at {@code index} of a transaction makes (CAP-23). */
    public static ClaimableBalanceId of(AccountId transactionSource, long sequence, long index) {
        return new ClaimableBalanceId(new HashIdPreimage.OperationId(transactionSource, sequence, index).hash());
    }

    public static ClaimableBalanceId read(XdrReader in) {
        int type = in.int32();
        if (type != 0) {
            throw in.unknown("ClaimableBalanceID", type);
        }
        return new ClaimableBalanceId(Hash.read(in));
    }

    @Override
    public void write(XdrWriter out) {
        out.int32(0).value(hash);
    }

    /** Horizon's form: 8 zeros and the hash. */
    public String toHex() {
        return HexFormat.of().formatHex(toXdr());
    }

    @Override
    public String toString() {
        byte[] payload = new byte[33];
        System.arraycopy(hash.toArray(), 0, payload, 1, 32);
        return StrKey.encode(StrKeyKind.CLAIMABLE_BALANCE, payload);
    }
}
