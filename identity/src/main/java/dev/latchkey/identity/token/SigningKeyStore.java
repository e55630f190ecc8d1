package dev.latchkey.identity.token;

import com.nimbusds.jose.jwk.JWK;
import dev.latchkey.platform.crypto.Envelope;
import dev.latchkey.platform.database.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.text.ParseException;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** SQL of {@code identity.signing_keys}. */
final class SigningKeyStore {

    /** Newest first. */
    List<StoredKey> all(Handle sql) {
        return sql.createQuery("""
                        select public_jwk, private_key, active_from from identity.signing_keys
                        order by active_from desc, kid
                        """).map((row, context) -> key(row)).list();
    }

    /** Lets one server at a time change keys, until the transaction ends. */
    void lock(Handle sql) {
        sql.execute("select pg_advisory_xact_lock(hashtextextended('identity.signing_keys', 0))");
    }

    /** Stores the key, or lets a stored one sign again from {@code activeFrom} on. */
    void put(Handle sql, StoredKey key, Instant now) {
        Envelope sealed = key.sealed();
        sql.createUpdate("""
                        insert into identity.signing_keys
                            (kid, algorithm, public_jwk, private_key, active_from, created_at)
                        values (:kid, :algorithm, cast(:publicJwk as jsonb), :privateKey, :activeFrom, :now)
                        on conflict (kid) do update set active_from = excluded.active_from
                        """)
                .bind("kid", key.publicKey().getKeyID())
                .bind("algorithm", key.publicKey().getAlgorithm().getName())
                .bind("publicJwk", key.publicKey().toJSONString())
                .bind("privateKey", sealed == null ? null : sealed.encode())
                .bind("activeFrom", key.activeFrom())
                .bind("now", now)
                .execute();
    }

    void remove(Handle sql, String keyId) {
        sql.createUpdate("delete from identity.signing_keys where kid = :kid")
                .bind("kid", keyId)
                .execute();
    }

    private static StoredKey key(ResultSet row) throws SQLException {
        byte[] sealed = row.getBytes("private_key");
        try {
            return new StoredKey(
                    JWK.parse(row.getString("public_jwk")),
                    sealed == null ? null : Envelope.decode(sealed),
                    Columns.instant(row, "active_from"));
        } catch (ParseException damaged) {
            throw new IllegalStateException("identity.signing_keys holds a damaged key", damaged);
        }
    }
}
