package dev.latchkey.platform.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC (RFC 2104) under one key. Safe for use by many threads. */
public final class Hmac {

    private final SecretKeySpec key;

    private Hmac(byte[] key, String algorithm) {
        this.key = new SecretKeySpec(key, algorithm);
    }

    public static Hmac sha256(byte[] key) {
        return new Hmac(key, "HmacSHA256");
    }

    public static Hmac sha512(byte[] key) {
        return new Hmac(key, "HmacSHA512");
    }

    /** The code of the text's UTF-8 bytes. */
    public byte[] of(String text) {
        return of(text.getBytes(UTF_8));
    }

    /** The code of the bytes. */
    public byte[] of(byte[] message) {
        try {
            Mac mac = Mac.getInstance(key.getAlgorithm());
            mac.init(key);
            return mac.doFinal(message);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
