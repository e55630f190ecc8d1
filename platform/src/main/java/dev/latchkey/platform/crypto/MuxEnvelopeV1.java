package dev.latchkey.platform.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.latchkey.platform.crypto.DecryptionException.Reason;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads, never writes, the envelopes of the wallet service that came before: JSON text with {@code encryptedData},
 * {@code iv} and {@code tag} in hex; AES-256-GCM with an IV of 16 bytes, associated data {@code wallet-secret} and the
 * SHA-256 of {@code WALLET_ENCRYPTION_KEY} as key. Nothing in it names its owner or its key.
 */
public final class MuxEnvelopeV1 implements AutoCloseable {
    private static final byte[] ASSOCIATED_DATA = "wallet-secret".getBytes(UTF_8);
    private static final int IV_BYTES = 16;
    private static final int TAG_BYTES = 16;
    private static final int SHORTEST_KEY = 32;

    private final JsonMapper json = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private final SecretMemory memory;
    private final SecretMemory.Lease key;

    /**
     * @param walletEncryptionKey the setting of the same name
     * @throws IllegalArgumentException if it has fewer than 32 characters
     */
    public MuxEnvelopeV1(String walletEncryptionKey, SecretMemory memory) {
        if (walletEncryptionKey.isBlank() || walletEncryptionKey.length() < SHORTEST_KEY) {
            throw new IllegalArgumentException("WALLET_ENCRYPTION_KEY must have at least 32 characters");
        }
        this.memory = memory;
        this.key = memory.hold(Aead.KEY_BYTES);
        byte[] digest = Tokens.sha256(walletEncryptionKey.getBytes(UTF_8));
        key.fill(digest);
        Arrays.fill(digest, (byte) 0);
    }

    /**
     * Decrypts into locked memory, which the caller closes: the secret key as 56 ASCII characters ({@code S…}).
     *
     * @throws DecryptionException DECRYPTION_FAILED if it is not authentic (or the key is another one), INVALID_DATA if
     *     it is malformed
     */
    public SecretMemory.Lease open(String envelope) {
        JsonNode fields = parse(envelope);
        byte[] ciphertext = hex(fields, "encryptedData");
        byte[] iv = hex(fields, "iv");
        byte[] tag = hex(fields, "tag");
        if (iv.length != IV_BYTES || tag.length != TAG_BYTES || fields.size() != 3) {
            throw malformed("expected encryptedData, an iv and a tag of 16 bytes each");
        }
        if (ciphertext.length > SecretMemory.Lease.MAXIMUM_LENGTH) {
            throw malformed("too long");
        }
        byte[] sealed = Arrays.copyOf(ciphertext, ciphertext.length + TAG_BYTES);
        System.arraycopy(tag, 0, sealed, ciphertext.length, TAG_BYTES);
        return decrypt(sealed, iv, ciphertext.length);
    }

    @Override
    public void close() {
        key.close();
    }

    private JsonNode parse(String envelope) {
        try {
            return json.readTree(envelope);
        } catch (JacksonException e) {
            throw malformed("not JSON");
        }
    }

    private SecretMemory.Lease decrypt(byte[] sealed, byte[] iv, int length) {
        byte[] opened = new byte[length];
        try {
            Aead.jdkCipher(Cipher.DECRYPT_MODE, key, iv, ASSOCIATED_DATA).doFinal(sealed, 0, sealed.length, opened);
            return memory.leaseOf(opened);
        } catch (AEADBadTagException e) {
            throw new DecryptionException(Reason.DECRYPTION_FAILED, "version-1 envelope is not authentic");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } finally {
            Arrays.fill(opened, (byte) 0);
        }
    }

    private static byte[] hex(JsonNode fields, String name) {
        @Nullable JsonNode field = fields.get(name);
        if (field == null || !field.isString()) {
            throw malformed(name + " is missing");
        }
        try {
            return HexFormat.of().parseHex(field.stringValue());
        } catch (IllegalArgumentException e) {
            throw malformed(name + " is not hex");
        }
    }

    private static DecryptionException malformed(String what) {
        return new DecryptionException(Reason.INVALID_DATA, "not an envelope of version 1: " + what);
    }
}
