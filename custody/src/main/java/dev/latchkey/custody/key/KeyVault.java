package dev.latchkey.custody.key;

import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.networks.stellar.strkey.StrKey;
import dev.latchkey.networks.stellar.strkey.StrKeyKind;
import dev.latchkey.platform.crypto.DecryptionException;
import dev.latchkey.platform.crypto.DecryptionException.Reason;
import dev.latchkey.platform.crypto.Ed25519;
import dev.latchkey.platform.crypto.Ed25519PublicKey;
import dev.latchkey.platform.crypto.EnvelopeCipher;
import dev.latchkey.platform.crypto.SecretMemory;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The one place where seeds are in the clear: in locked memory, for as long as one call takes. */
public final class KeyVault {

    private final EnvelopeCipher cipher;
    private final SecretMemory memory;

    public KeyVault(EnvelopeCipher cipher, SecretMemory memory) {
        this.cipher = cipher;
        this.memory = memory;
    }

    /** A new random key. */
    public SealedKey generate(UUID id, @Nullable UUID projectId, String purpose, WalletNetwork network) {
        try (SecretMemory.Lease seed = Ed25519.generateSeed(memory)) {
            return seal(seed, id, projectId, purpose, network);
        }
    }

    /** Seals an existing seed of 32 bytes, which stays the caller's to close. */
    public SealedKey seal(
            SecretMemory.Lease seed, UUID id, @Nullable UUID projectId, String purpose, WalletNetwork network) {
        String address = address(Ed25519.publicKey(seed));
        KeyBinding binding = new KeyBinding(id, projectId, purpose, network, address, KeyBinding.KEY_VERSION);
        return new SealedKey(binding, cipher.seal(seed, binding.context()).encode());
    }

    /**
     * Signs a transaction hash; 64 bytes. The public key is derived from the decrypted seed, and the signature never
     * leaves unless that is the key the row is stored under.
     *
     * @throws DecryptionException if the envelope does not open here, or holds another key
     */
    public byte[] sign(SealedKey key, byte[] transactionHash) {
        KeyBinding binding = key.binding();
        try (SecretMemory.Lease seed = cipher.open(key.envelope(), binding.context())) {
            if (seed.length() != Ed25519.SEED_BYTES) {
                throw new DecryptionException(Reason.INVALID_DATA, "the envelope holds no seed");
            }
            Ed25519.Signed signed = Ed25519.sign(seed, transactionHash);
            if (!address(signed.publicKey()).equals(binding.publicKey())) {
                throw new DecryptionException(Reason.INVALID_DATA, "the envelope holds another key");
            }
            return signed.signature().bytes();
        }
    }

    private static String address(Ed25519PublicKey publicKey) {
        return StrKey.encode(StrKeyKind.ACCOUNT, publicKey.bytes());
    }
}
