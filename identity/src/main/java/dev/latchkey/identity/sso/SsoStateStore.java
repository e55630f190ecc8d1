package dev.latchkey.identity.sso;

import dev.latchkey.platform.database.Columns;
import dev.latchkey.platform.database.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** SQL of {@code identity.sso_states}. */
final class SsoStateStore {

    void put(Handle sql, SsoState state) {
        sql.createUpdate("""
                        insert into identity.sso_states (id, project_id, provider_id, link_user_id, browser_hash, verifier,
                            nonce, redirect_uri, expires_at)
                        values (:id, :projectId, :providerId, :linkUserId, :browserHash, :verifier,
                            :nonce, :redirectUri, :expiresAt)
                        """)
                .bind("id", state.id())
                .bind("projectId", state.projectId())
                .bind("providerId", state.providerId())
                .bind("linkUserId", state.linkUserId())
                .bind("browserHash", state.browserHash())
                .bind("verifier", state.verifier())
                .bind("nonce", state.nonce())
                .bind("redirectUri", state.redirectUri())
                .bind("expiresAt", state.expiresAt())
                .execute();
    }

    /**
     * Takes it away: of concurrent calls exactly one gets it. A browser that did not begin it gets nothing and takes
     * nothing away from the one that did.
     */
    Optional<SsoState> take(Transaction tx, UUID id, String browserHash) {
        return tx.sql()
                .createQuery("""
                        delete from identity.sso_states
                        where id = :id and browser_hash = :browserHash and expires_at > :now
                        returning id, project_id, provider_id, link_user_id, browser_hash, verifier, nonce, redirect_uri,
                            expires_at
                        """)
                .bind("id", id)
                .bind("browserHash", browserHash)
                .bind("now", tx.now())
                .map((row, context) -> state(row))
                .findOne();
    }

    int removeExpired(Handle sql, Instant now) {
        return sql.createUpdate("delete from identity.sso_states where expires_at <= :now")
                .bind("now", now)
                .execute();
    }

    private static SsoState state(ResultSet row) throws SQLException {
        return new SsoState(
                Columns.uuid(row, "id"),
                Columns.uuid(row, "project_id"),
                Columns.uuid(row, "provider_id"),
                Columns.optionalUuid(row, "link_user_id"),
                row.getString("browser_hash"),
                row.getString("verifier"),
                row.getString("nonce"),
                Columns.optionalText(row, "redirect_uri"),
                Columns.instant(row, "expires_at"));
    }
}
