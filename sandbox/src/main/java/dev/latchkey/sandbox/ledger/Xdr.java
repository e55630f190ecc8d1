package dev.latchkey.sandbox.ledger;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.stellar.sdk.StrKey;
import org.stellar.sdk.xdr.AccountID;
import org.stellar.sdk.xdr.CryptoKeyType;
import org.stellar.sdk.xdr.Hash;
import org.stellar.sdk.xdr.Int64;
import org.stellar.sdk.xdr.MuxedAccount;
import org.stellar.sdk.xdr.PublicKey;
import org.stellar.sdk.xdr.PublicKeyType;
import org.stellar.sdk.xdr.Uint256;
import org.stellar.sdk.xdr.Uint32;
import org.stellar.sdk.xdr.Uint64;
import org.stellar.sdk.xdr.XdrUnsignedHyperInteger;
import org.stellar.sdk.xdr.XdrUnsignedInteger;

/** Small bridges between the SDK's XDR classes and the plain values of this ledger. */
public final class Xdr {
    private Xdr() {}

    public static String address(AccountID account) {
        return StrKey.encodeEd25519PublicKey(account.getAccountID().getEd25519().getUint256());
    }

    /** The G address behind a plain or muxed account. */
    public static String address(MuxedAccount account) {
        return StrKey.encodeEd25519PublicKey(publicKey(account));
    }

    private static byte[] publicKey(MuxedAccount account) {
        if (account.getDiscriminant() == CryptoKeyType.KEY_TYPE_MUXED_ED25519) {
            return account.getMed25519().getEd25519().getUint256();
        }
        return account.getEd25519().getUint256();
    }

    /** Any 32 bytes may name an account, points of the curve or not. */
    public static AccountID accountId(String address) {
        PublicKey key = new PublicKey();
        key.setDiscriminant(PublicKeyType.PUBLIC_KEY_TYPE_ED25519);
        key.setEd25519(new Uint256(StrKey.decodeEd25519PublicKey(address)));
        return new AccountID(key);
    }

    /** The value of an unsigned 32-bit field. */
    public static long unsigned(Uint32 value) {
        return value.getUint32().getNumber();
    }

    /** The value of an unsigned 64-bit field, capped at {@link Long#MAX_VALUE}. */
    public static long unsigned(Uint64 value) {
        var number = value.getUint64().getNumber();
        return number.bitLength() > 63 ? Long.MAX_VALUE : number.longValue();
    }

    public static Uint32 uint32(long value) {
        return new Uint32(new XdrUnsignedInteger(value));
    }

    public static Uint64 uint64(long value) {
        return new Uint64(new XdrUnsignedHyperInteger(value));
    }

    public static Int64 int64(long value) {
        return new Int64(value);
    }

    public static Hash hash(byte[] bytes) {
        return new Hash(bytes);
    }

    /** Bytes of an XDR value, given by its own method: {@code Xdr.bytes(value::toXdrByteArray)}. */
    public static byte[] bytes(Encoder encoder) {
        try {
            return encoder.encode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String base64(Encoder encoder) {
        return Base64.getEncoder().encodeToString(bytes(encoder));
    }

    public static byte[] sha256(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    public static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Big-endian bytes of XDR primitives, for preimages and results that the SDK has no class for. */
    public static byte[] encode(Writer writer) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            writer.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** The encoding method of an XDR class; the SDK's common interface is not public. */
    @FunctionalInterface
    public interface Encoder {
        byte[] encode() throws IOException;
    }

    /** Writes XDR primitives. */
    @FunctionalInterface
    public interface Writer {
        void write(DataOutputStream out) throws IOException;
    }
}
