package dev.latchkey.identity.social;

import dev.latchkey.platform.crypto.Tokens;
import java.time.Instant;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** SQL of {@code identity.used_id_tokens}: each token signs in once, in its project, however many try at a time. */
final class UsedIdTokenStore {

    /** False when it was used before. */
    boolean use(Handle sql, UUID projectId, SocialIdentity identity) {
        return sql.createUpdate("""
                        insert into identity.used_id_tokens (hash, expires_at) values (:hash, :expiresAt)
                        on conflict do nothing
                        """)
                        .bind("hash", Tokens.sha256Hex(projectId + " " + identity.fingerprint()))
                        .bind("expiresAt", identity.expiresAt())
                        .execute()
                == 1;
    }

    /** Removes tokens that nobody accepts any more. */
    int removeExpired(Handle sql, Instant now) {
        return sql.createUpdate("delete from identity.used_id_tokens where expires_at <= :now")
                .bind("now", now)
                .execute();
    }
}
