package dev.latchkey.networks.stellar.xdr;

import dev.latchkey.networks.stellar.strkey.StrKey;
import dev.latchkey.networks.stellar.strkey.StrKeyKind;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * An account, or a virtual account inside it (CAP-27). Text form is {@code G…} without id and {@code M…} with one.
 *
 * @param id unsigned 64-bit id by its bits, or null for the account itself
 */
public record MuxedAccount(AccountId account, @Nullable Long id) implements XdrValue {
    private static final int ED25519 = 0;
    private static final int MUXED_ED25519 = 0x100;

    public static MuxedAccount of(AccountId account) {
        return new MuxedAccount(account, null);
    }

    /** @throws dev.latchkey.networks.stellar.strkey.InvalidStrKeyException if the text is neither form */
    public static MuxedAccount parse(String address) {
        if (!address.startsWith("M")) {
            return of(AccountId.parse(address));
        }
        ByteBuffer payload = ByteBuffer.wrap(StrKey.decode(StrKeyKind.MUXED_ACCOUNT, address));
        byte[] key = new byte[32];
        payload.get(key);
        return new MuxedAccount(AccountId.of(key), payload.getLong());
    }

    public static MuxedAccount read(XdrReader in) {
        int type = in.int32();
        return switch (type) {
            case ED25519 -> of(new AccountId(Hash.read(in)));
            case MUXED_ED25519 -> readMuxed(in);
            default -> throw in.unknown("MuxedAccount", type);
        };
    }

    /** The form with id, without discriminant. */
    static MuxedAccount readMuxed(XdrReader in) {
        long id = in.int64();
        return new MuxedAccount(new AccountId(Hash.read(in)), id);
    }

    @Override
    public void write(XdrWriter out) {
        if (id == null) {
            out.int32(ED25519).value(account.key());
            return;
        }
        out.int32(MUXED_ED25519).int64(id).value(account.key());
    }

    @Override
    public String toString() {
        if (id == null) {
            return account.toString();
        }
        byte[] payload =
                ByteBuffer.allocate(40).put(account.publicKey()).putLong(id).array();
        return StrKey.encode(StrKeyKind.MUXED_ACCOUNT, payload);
    }
}
