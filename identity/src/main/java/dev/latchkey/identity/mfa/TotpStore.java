package dev.latchkey.identity.mfa;

import dev.latchkey.platform.database.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** SQL of {@code identity.totp_setups}, {@code identity.totp} and {@code identity.recovery_codes}. */
final class TotpStore {

    /** A second factor that its user has not confirmed. */
    static final class Setup {

        final byte[] sealed;
        final List<String> recoveryHashes;

        Setup(byte[] sealed, List<String> recoveryHashes) {
            this.sealed = sealed;
            this.recoveryHashes = recoveryHashes;
        }
    }

    /** A second factor in force. */
    static final class Active {

        final UUID credentialId;
        final byte[] sealed;
        final long lastStep;

        Active(UUID credentialId, byte[] sealed, long lastStep) {
            this.credentialId = credentialId;
            this.sealed = sealed;
            this.lastStep = lastStep;
        }
    }

    /** Begins a set-up in place of an earlier one. */
    void begin(Handle sql, UUID userId, Setup setup, Instant expiresAt) {
        sql.createUpdate("""
                        insert into identity.totp_setups (user_id, sealed, recovery_hashes, expires_at)
                        values (:userId, :sealed, :hashes, :expiresAt)
                        on conflict (user_id) do update set sealed = excluded.sealed,
                            recovery_hashes = excluded.recovery_hashes, expires_at = excluded.expires_at
                        """)
                .bind("userId", userId)
                .bind("sealed", setup.sealed)
                .bindArray("hashes", String.class, setup.recoveryHashes)
                .bind("expiresAt", expiresAt)
                .execute();
    }

    /** Nobody else changes it until the transaction ends. */
    Optional<Setup> lockSetup(Handle sql, UUID userId, Instant now) {
        return sql.createQuery("""
                        select sealed, recovery_hashes from identity.totp_setups
                        where user_id = :userId and expires_at > :now
                        for update
                        """)
                .bind("userId", userId)
                .bind("now", now)
                .map((row, context) -> setup(row))
                .findOne();
    }

    void removeSetup(Handle sql, UUID userId) {
        sql.createUpdate("delete from identity.totp_setups where user_id = :userId")
                .bind("userId", userId)
                .execute();
    }

    int removeExpiredSetups(Handle sql, Instant now) {
        return sql.createUpdate("delete from identity.totp_setups where expires_at <= :now")
                .bind("now", now)
                .execute();
    }

    Optional<Active> find(Handle sql, UUID userId) {
        return sql.createQuery("select credential_id, sealed, last_step from identity.totp where user_id = :userId")
                .bind("userId", userId)
                .map((row, context) -> new Active(
                        Columns.uuid(row, "credential_id"), row.getBytes("sealed"), row.getLong("last_step")))
                .findOne();
    }

    void enable(Handle sql, UUID credentialId, UUID userId, byte[] sealed, long step) {
        sql.createUpdate("""
                        insert into identity.totp (credential_id, user_id, sealed, last_step)
                        values (:credentialId, :userId, :sealed, :step)
                        """)
                .bind("credentialId", credentialId)
                .bind("userId", userId)
                .bind("sealed", sealed)
                .bind("step", step)
                .execute();
    }

    /** Uses a step and all before it up; false when that has been done before. */
    boolean useStep(Handle sql, UUID credentialId, long step) {
        return sql.createUpdate("""
                        update identity.totp set last_step = :step
                        where credential_id = :credentialId and last_step < :step
                        """)
                        .bind("credentialId", credentialId)
                        .bind("step", step)
                        .execute()
                == 1;
    }

    /** Uses a recovery code up; false when the user has no such code, or has used it before. */
    boolean useRecoveryCode(Handle sql, UUID credentialId, String hash, Instant now) {
        return sql.createUpdate("""
                        update identity.recovery_codes set used_at = :now
                        where credential_id = :credentialId and hash = :hash and used_at is null
                        """)
                        .bind("credentialId", credentialId)
                        .bind("hash", hash)
                        .bind("now", now)
                        .execute()
                == 1;
    }

    /** Puts a set of recovery codes in the place of the one before, used or not. */
    void replaceRecoveryCodes(Handle sql, UUID credentialId, List<String> hashes) {
        sql.createUpdate("delete from identity.recovery_codes where credential_id = :credentialId")
                .bind("credentialId", credentialId)
                .execute();
        sql.createUpdate("""
                        insert into identity.recovery_codes (credential_id, hash)
                        select :credentialId, hash from unnest(:hashes) as hash
                        """)
                .bind("credentialId", credentialId)
                .bindArray("hashes", String.class, hashes)
                .execute();
    }

    int countRecoveryCodes(Handle sql, UUID userId) {
        return sql.createQuery("""
                        select count(*)
                        from identity.totp join identity.recovery_codes
                            on recovery_codes.credential_id = totp.credential_id
                        where totp.user_id = :userId and recovery_codes.used_at is null
                        """).bind("userId", userId).mapTo(Integer.class).one();
    }

    private static Setup setup(ResultSet row) throws SQLException {
        String[] hashes = (String[]) row.getArray("recovery_hashes").getArray();
        return new Setup(row.getBytes("sealed"), Stream.of(hashes).toList());
    }
}
