package dev.latchkey.custody.support;

import dev.latchkey.custody.Custody;
import dev.latchkey.custody.CustodyOptions;
import dev.latchkey.identity.Identity;
import dev.latchkey.platform.crypto.Aead;
import dev.latchkey.platform.crypto.EnvelopeCipher;
import dev.latchkey.platform.crypto.LocalKeyEncryptionKeys;
import dev.latchkey.platform.crypto.MasterKey;
import dev.latchkey.platform.crypto.SecretMemory;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.Migrations;
import dev.latchkey.tenancy.Tenancy;
import dev.latchkey.testkit.DatabaseExtension;
import dev.latchkey.testkit.TestDatabase;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/** A custody room over a database of its own. */
public final class CustodyHouse implements AutoCloseable {

    public static final String MASTER_KEY = "cTVx8yH5k0M2bN9wQeRtYuIoPaSdFgHjKlZxCvBnM1Q=";

    private final SecretMemory memory = new SecretMemory(16, Duration.ofSeconds(5));
    public final MasterKey masterKey;
    private final LocalKeyEncryptionKeys keys;
    public final EnvelopeCipher cipher;
    public final Database database;
    public final RecordingLifecycle lifecycle = new RecordingLifecycle();
    public final KnownOwners owners = new KnownOwners();
    public final Custody custody;

    public CustodyHouse(TestDatabase database, Clock clock) {
        this(database, clock, MASTER_KEY, new CustodyOptions(Optional.empty()));
    }

    /** With another master key than the rows were sealed under, if it differs. */
    public CustodyHouse(TestDatabase database, Clock clock, String masterKey, CustodyOptions options) {
        Aead aead = new Aead(new SecureRandom());
        this.masterKey = MasterKey.parse(masterKey, memory);
        this.keys = new LocalKeyEncryptionKeys(this.masterKey, 1, List.of(), aead, memory);
        this.cipher = new EnvelopeCipher(keys, aead, memory);
        this.database = open(database, clock);
        this.custody = new Custody(this.database, cipher, memory, lifecycle, options, clock);
    }

    /** A database with every schema that custody needs. */
    public static DatabaseExtension migrated() {
        return DatabaseExtension.migratedBy("custody", database -> new Migrations(
                        database.dataSource(),
                        List.of(Migrations.PLATFORM, Tenancy.MIGRATIONS, Identity.MIGRATIONS, Custody.MIGRATIONS))
                .migrate());
    }

    /** Custody's routes on a port. */
    public CustodyServer listen(Clock clock) {
        return new CustodyServer(custody.routes(owners), clock);
    }

    public SecretMemory memory() {
        return memory;
    }

    @Override
    public void close() {
        custody.close();
        database.close();
        keys.close();
        masterKey.close();
        memory.close();
    }

    private static Database open(TestDatabase database, Clock clock) {
        return new Database(
                new Database.Options(
                        database.url(), new Properties(), 20, 1, Duration.ofSeconds(10), Duration.ofSeconds(30)),
                clock);
    }
}
