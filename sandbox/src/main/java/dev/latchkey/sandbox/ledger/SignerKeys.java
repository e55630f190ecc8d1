package dev.latchkey.sandbox.ledger;

import org.stellar.sdk.SignedPayloadSigner;
import org.stellar.sdk.StrKey;
import org.stellar.sdk.xdr.SignerKey;
import org.stellar.sdk.xdr.SignerKeyType;
import org.stellar.sdk.xdr.Uint256;

/** Signer keys as strkeys: G (Ed25519), T (pre-authorised transaction), X (hash), P (signed payload). */
public final class SignerKeys {
    private SignerKeys() {}

    public static String toStrKey(SignerKey key) {
        return switch (key.getDiscriminant()) {
            case SIGNER_KEY_TYPE_ED25519 ->
                StrKey.encodeEd25519PublicKey(key.getEd25519().getUint256());
            case SIGNER_KEY_TYPE_PRE_AUTH_TX ->
                StrKey.encodePreAuthTx(key.getPreAuthTx().getUint256());
            case SIGNER_KEY_TYPE_HASH_X ->
                StrKey.encodeSha256Hash(key.getHashX().getUint256());
            case SIGNER_KEY_TYPE_ED25519_SIGNED_PAYLOAD ->
                StrKey.encodeSignedPayload(new SignedPayloadSigner(
                        key.getEd25519SignedPayload().getEd25519().getUint256(),
                        key.getEd25519SignedPayload().getPayload()));
        };
    }

    public static SignerKey toXdr(String key) {
        SignerKey xdr = new SignerKey();
        switch (key.charAt(0)) {
            case 'G' -> {
                xdr.setDiscriminant(SignerKeyType.SIGNER_KEY_TYPE_ED25519);
                xdr.setEd25519(new Uint256(StrKey.decodeEd25519PublicKey(key)));
            }
            case 'T' -> {
                xdr.setDiscriminant(SignerKeyType.SIGNER_KEY_TYPE_PRE_AUTH_TX);
                xdr.setPreAuthTx(new Uint256(StrKey.decodePreAuthTx(key)));
            }
            case 'X' -> {
                xdr.setDiscriminant(SignerKeyType.SIGNER_KEY_TYPE_HASH_X);
                xdr.setHashX(new Uint256(StrKey.decodeSha256Hash(key)));
            }
            case 'P' -> {
                SignedPayloadSigner signer = StrKey.decodeSignedPayload(key);
                var payload = new SignerKey.SignerKeyEd25519SignedPayload();
                payload.setEd25519(signer.getSignerAccountId().getAccountID().getEd25519());
                payload.setPayload(signer.getPayload());
                xdr.setDiscriminant(SignerKeyType.SIGNER_KEY_TYPE_ED25519_SIGNED_PAYLOAD);
                xdr.setEd25519SignedPayload(payload);
            }
            default -> throw new IllegalArgumentException("Not a signer key: " + key);
        }
        return xdr;
    }

    /** Horizon's name of the key type. */
    public static String type(String key) {
        return switch (key.charAt(0)) {
            case 'T' -> "preauth_tx";
            case 'X' -> "sha256_hash";
            case 'P' -> "ed25519_signed_payload";
            default -> "ed25519_public_key";
        };
    }
}
