package dev.latchkey.custody.legacy;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.latchkey.custody.key.KeyBinding;
import dev.latchkey.custody.key.KeyVault;
import dev.latchkey.custody.key.SealedKey;
import dev.latchkey.networks.stellar.strkey.InvalidStrKeyException;
import dev.latchkey.networks.stellar.strkey.StrKey;
import dev.latchkey.networks.stellar.strkey.StrKeyKind;
import dev.latchkey.platform.configuration.Secret;
import dev.latchkey.platform.crypto.DecryptionException;
import dev.latchkey.platform.crypto.DecryptionException.Reason;
import dev.latchkey.platform.crypto.MuxEnvelopeV1;
import dev.latchkey.platform.crypto.SecretMemory;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Opens version-1 envelopes (mux-api.md 7.2) and seals their keys anew, bound to their wallets. */
public final class LegacyKeys implements AutoCloseable {

    private final @Nullable MuxEnvelopeV1 envelopes;
    private final KeyVault vault;
    private final SecretMemory memory;

    /** @param walletEncryptionKey of the former service; without it nothing can be imported */
    public LegacyKeys(Optional<Secret> walletEncryptionKey, KeyVault vault, SecretMemory memory) {
        this.envelopes = walletEncryptionKey
                .map(key -> new MuxEnvelopeV1(key.reveal(), memory))
                .orElse(null);
        this.vault = vault;
        this.memory = memory;
    }

    /**
     * The key of the wallet, sealed for this installation.
     *
     * @throws DecryptionException INVALID_KEY without the former key, DECRYPTION_FAILED if the envelope does not open
     *     with it, INVALID_DATA if it is malformed or holds another key than the address says
     */
    SealedKey reseal(UUID walletId, ImportWallet wallet) {
        if (envelopes == null) {
            throw new DecryptionException(Reason.INVALID_KEY, "WALLET_ENCRYPTION_KEY is not set");
        }
        try (SecretMemory.Lease text = envelopes.open(wallet.encryptedSecret());
                SecretMemory.Lease seed = seed(text)) {
            SealedKey key = vault.seal(seed, walletId, wallet.projectId(), KeyBinding.WALLET, wallet.network());
            if (!key.binding().publicKey().equals(wallet.publicKey())) {
                throw new DecryptionException(Reason.INVALID_DATA, "the envelope holds another key");
            }
            return key;
        }
    }

    /** The seed of {@code S…}; the strkey codec works on arrays, which are wiped here. */
    private SecretMemory.Lease seed(SecretMemory.Lease text) {
        byte[] ascii = text.bytes().toArray(JAVA_BYTE);
        try {
            byte[] seed = StrKey.decodeAscii(StrKeyKind.SEED, ascii);
            try {
                return memory.leaseOf(seed);
            } finally {
                Arrays.fill(seed, (byte) 0);
            }
        } catch (InvalidStrKeyException notASeed) {
            throw new DecryptionException(Reason.INVALID_DATA, "the envelope holds no seed");
        } finally {
            Arrays.fill(ascii, (byte) 0);
        }
    }

    @Override
    public void close() {
        if (envelopes != null) {
            envelopes.close();
        }
    }
}
