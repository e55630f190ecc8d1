package dev.latchkey.server;

import dev.latchkey.platform.configuration.ConfigurationException;
import dev.latchkey.platform.configuration.Problem;
import dev.latchkey.platform.configuration.SecretSettings;
import dev.latchkey.platform.configuration.Settings;
import dev.latchkey.platform.crypto.Aead;
import dev.latchkey.platform.crypto.EnvelopeCipher;
import dev.latchkey.platform.crypto.InvalidMasterKeyException;
import dev.latchkey.platform.crypto.LocalKeyEncryptionKeys;
import dev.latchkey.platform.crypto.MasterKey;
import dev.latchkey.platform.crypto.SecretMemory;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** What everything secret rests on: locked memory, the master key in it, and the cipher of stored secrets. */
record Secrets(SecretMemory memory, MasterKey masterKey, LocalKeyEncryptionKeys keys, EnvelopeCipher cipher)
        implements AutoCloseable {

    private static final int PAGES = 32;

    static Secrets of(Settings settings, SecureRandom random) {
        SecretMemory memory = new SecretMemory(PAGES, Duration.ofSeconds(5));
        Aead aead = new Aead(random);
        MasterKey masterKey = masterKey(settings, memory);
        LocalKeyEncryptionKeys keys = new LocalKeyEncryptionKeys(masterKey, 1, List.of(), aead, memory);
        return new Secrets(memory, masterKey, keys, new EnvelopeCipher(keys, aead, memory));
    }

    private static MasterKey masterKey(Settings settings, SecretMemory memory) {
        byte[] bytes = settings.get(SecretSettings.MASTER_KEY).reveal();
        try {
            return MasterKey.of(bytes, memory);
        } catch (InvalidMasterKeyException weak) {
            throw new ConfigurationException(List.of(new Problem(
                    SecretSettings.MASTER_KEY.name(), weak.getMessage() + ".", SecretSettings.MASTER_KEY.howTo())));
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    @Override
    public void close() {
        keys.close();
        masterKey.close();
        memory.close();
    }
}
