package dev.latchkey.bench;

import dev.latchkey.custody.Custody;
import dev.latchkey.custody.CustodyOptions;
import dev.latchkey.custody.key.ServiceKey;
import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.payments.LedgerAccess;
import dev.latchkey.platform.crypto.Aead;
import dev.latchkey.platform.crypto.EnvelopeCipher;
import dev.latchkey.platform.crypto.LocalKeyEncryptionKeys;
import dev.latchkey.platform.crypto.MasterKey;
import dev.latchkey.platform.crypto.SecretMemory;
import dev.latchkey.platform.database.Database;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/** Custody's part of a payment: read a sealed key, open it in locked memory, sign, store the audit event, commit. */
final class SigningBench {

    private static final int THREADS = 8;

    private final Stage stage;
    private final Duration warmUp;
    private final Duration measured;

    SigningBench(Stage stage, Duration warmUp, Duration measured) {
        this.stage = stage;
        this.warmUp = warmUp;
        this.measured = measured;
    }

    double perSecond() throws Exception {
        SecureRandom random = new SecureRandom();
        Aead aead = new Aead(random);
        try (SecretMemory memory = new SecretMemory(32, Duration.ofSeconds(5));
                MasterKey masterKey = MasterKey.parse(MasterKey.generateText(random), memory);
                LocalKeyEncryptionKeys keys = new LocalKeyEncryptionKeys(masterKey, 1, List.of(), aead, memory);
                Database database = database();
                LedgerAccess access = new LedgerAccess(List.of());
                Custody custody = new Custody(
                        database,
                        new EnvelopeCipher(keys, aead, memory),
                        memory,
                        access.walletLifecycle(),
                        new CustodyOptions(Optional.empty()),
                        Clock.systemUTC())) {
            List<ServiceKey> made = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                made.add(database.write(tx -> custody.createServiceKey(tx, WalletNetwork.TESTNET, "bench")));
            }
            byte[] hash = new byte[32];
            return Load.perSecond(
                    THREADS,
                    warmUp,
                    measured,
                    worker -> () -> custody.signTransaction(made.get(worker).id(), hash));
        }
    }

    private Database database() {
        return new Database(
                new Database.Options(
                        stage.jdbcUrl(),
                        new Properties(),
                        THREADS,
                        THREADS,
                        Duration.ofSeconds(5),
                        Duration.ofMinutes(1)),
                Clock.systemUTC());
    }
}
