package dev.latchkey.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.latchkey.platform.crypto.Argon2Parameters;
import dev.latchkey.platform.crypto.Ed25519;
import dev.latchkey.platform.crypto.HashGate;
import dev.latchkey.platform.crypto.PasswordHash;
import dev.latchkey.platform.crypto.PasswordHasher;
import dev.latchkey.platform.crypto.SecretMemory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;

/** What the machine does at most at the heart of each act, with nothing around it. */
final class Floors {

    private final Duration warmUp;
    private final Duration measured;

    Floors(Duration warmUp, Duration measured) {
        this.warmUp = warmUp;
        this.measured = measured;
    }

    /** Argon2id verifications per second (19 MiB, t=2, p=1), one thread per processor. */
    double hashes() throws Exception {
        int processors = Runtime.getRuntime().availableProcessors();
        try (HashGate gate = new HashGate(processors, 1024, Duration.ofMinutes(1))) {
            PasswordHasher hasher = new PasswordHasher(gate, new SecureRandom(), Argon2Parameters.DEFAULT);
            PasswordHash stored = hasher.hash("SecurePass1!");
            return Load.perSecond(processors, warmUp, measured, worker -> () -> {
                if (!hasher.verify("SecurePass1!", stored)) {
                    throw new IllegalStateException("the hash does not verify");
                }
            });
        }
    }

    /** Ed25519 signatures per second from a seed in locked memory, one thread per processor. */
    double signatures() throws Exception {
        int processors = Runtime.getRuntime().availableProcessors();
        try (SecretMemory memory = new SecretMemory(8, Duration.ofSeconds(5));
                SecretMemory.Lease seed = memory.hold(32)) {
            byte[] random = new byte[32];
            new SecureRandom().nextBytes(random);
            seed.fill(random);
            byte[] hash = new byte[32];
            return Load.perSecond(processors, warmUp, measured, worker -> () -> Ed25519.sign(seed, hash));
        }
    }

    /** Ed25519 verifications per second, one thread per processor. */
    double verifications() throws Exception {
        try (SecretMemory memory = new SecretMemory(8, Duration.ofSeconds(5));
                SecretMemory.Lease seed = memory.hold(32)) {
            byte[] random = new byte[32];
            new SecureRandom().nextBytes(random);
            seed.fill(random);
            byte[] message = new byte[150];
            Ed25519.Signed signed = Ed25519.sign(seed, message);
            return Load.perSecond(
                    Runtime.getRuntime().availableProcessors(),
                    warmUp,
                    measured,
                    worker -> () -> Ed25519.verify(signed.publicKey(), message, signed.signature()));
        }
    }

    /** P-256 verifications per second by the JDK, as passkeys need them, one thread per processor. */
    double assertions() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair keys = generator.generateKeyPair();
        byte[] message = new byte[69];
        Signature signer = Signature.getInstance("SHA256withECDSA");
        signer.initSign(keys.getPrivate());
        signer.update(message);
        byte[] signature = signer.sign();
        return Load.perSecond(Runtime.getRuntime().availableProcessors(), warmUp, measured, worker -> {
            Signature verifier = Signature.getInstance("SHA256withECDSA");
            return () -> {
                verifier.initVerify(keys.getPublic());
                verifier.update(message);
                if (!verifier.verify(signature)) {
                    throw new IllegalStateException("the signature does not verify");
                }
            };
        });
    }

    /** Transactions per second of one UPDATE and one INSERT each, over plain JDBC, in a table as large as that of sessions. */
    double transactions(String jdbcUrl, int threads) throws Exception {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(jdbcUrl);
        config.setMaximumPoolSize(threads);
        config.setAutoCommit(false);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            prepare(pool, threads);
            return Load.perSecond(threads, warmUp, measured, worker -> () -> updateAndInsert(pool, worker));
        }
    }

    private static void prepare(HikariDataSource pool, int threads) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create schema if not exists bench");
            statement.execute("drop table if exists bench.rows");
            statement.execute("create table bench.rows (id uuid primary key, worker int, used timestamptz)");
            statement.execute("create index on bench.rows (worker)");
            statement.execute("insert into bench.rows select gen_random_uuid(), -number, now() from generate_series(1, "
                    + Stage.OTHERS + ") number");
            for (int i = 0; i < threads; i++) {
                statement.execute("insert into bench.rows values ('" + new UUID(7, i) + "', " + i + ", now())");
            }
            connection.commit();
        }
    }

    private static void updateAndInsert(HikariDataSource pool, int worker) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement update =
                        connection.prepareStatement("update bench.rows set used = now() where id = ?");
                PreparedStatement insert = connection.prepareStatement("insert into bench.rows values (?, ?, now())")) {
            update.setObject(1, new UUID(7, worker));
            update.executeUpdate();
            insert.setObject(1, UUID.randomUUID());
            insert.setInt(2, worker);
            insert.executeUpdate();
            connection.commit();
        }
    }
}
