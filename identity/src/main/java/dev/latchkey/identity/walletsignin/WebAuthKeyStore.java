package dev.latchkey.identity.walletsignin;

import dev.latchkey.networks.stellar.xdr.AccountId;
import dev.latchkey.platform.crypto.Envelope;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** SQL of {@code identity.web_auth_key}, which has at most one row. */
final class WebAuthKeyStore {

    Optional<WebAuthKey.Sealed> find(Handle sql) {
        return sql.createQuery("select address, seed from identity.web_auth_key")
                .map((row, context) -> new WebAuthKey.Sealed(
                        AccountId.parse(row.getString("address")), Envelope.decode(row.getBytes("seed"))))
                .findOne();
    }

    /** False when there is a key already; waits for whoever is storing one now. */
    boolean insert(Handle sql, WebAuthKey.Sealed key, Instant now) {
        return sql.createUpdate("""
                        insert into identity.web_auth_key (address, seed, created_at) values (:address, :seed, :now)
                        on conflict do nothing
                        """)
                        .bind("address", key.address().toString())
                        .bind("seed", key.seed().encode())
                        .bind("now", now)
                        .execute()
                == 1;
    }
}
