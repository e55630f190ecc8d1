package dev.latchkey.identity;

import dev.latchkey.networks.solana.Base58;
import dev.latchkey.networks.stellar.webauth.SignedMessage;
import dev.latchkey.networks.stellar.xdr.AccountId;
import dev.latchkey.networks.stellar.xdr.DecoratedSignature;
import dev.latchkey.networks.stellar.xdr.Hash;
import dev.latchkey.networks.stellar.xdr.TransactionEnvelope;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;

/** A key that a user holds, used as wallets of both networks use it; it signs with the JDK's own Ed25519. */
final class TestWallet {

    private final KeyPair pair;

    TestWallet() {
        try {
            pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    byte[] publicKey() {
        byte[] encoded = pair.getPublic().getEncoded();
        return Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
    }

    /** The address on Solana. */
    String solana() {
        return Base58.encode(publicKey());
    }

    /** The account on Stellar. */
    AccountId stellar() {
        return AccountId.of(publicKey());
    }

    byte[] sign(byte[] message) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(pair.getPrivate());
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Base 64 of the signature under a text's UTF-8 bytes. */
    String signText(String text) {
        return Base64.getEncoder().encodeToString(sign(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Base 64 of the signature under a text as SEP-53 has it. */
    String signMessage(String text) {
        byte[] digest =
                SignedMessage.digest(text.getBytes(StandardCharsets.UTF_8)).toArray();
        return Base64.getEncoder().encodeToString(sign(digest));
    }

    /** The transaction with this wallet's signature on a network. */
    String signTransaction(String transaction, String passphrase) {
        TransactionEnvelope envelope = TransactionEnvelope.parse(transaction);
        Hash hash = envelope.hash(Hash.sha256(passphrase.getBytes(StandardCharsets.UTF_8)));
        return envelope.withSignature(DecoratedSignature.of(stellar(), sign(hash.toArray())))
                .toBase64();
    }
}
