package dev.latchkey.identity.token;

import dev.latchkey.identity.user.User;
import dev.latchkey.platform.crypto.Tokens;
import dev.latchkey.platform.database.Columns;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.json.Json;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.JsonNode;

/**
 * Tokens that prove something once: 32 random bytes in base64url, kept as SHA-256 (auth-api.md 8). A user has at most one
 * of each type; issuing another one ends the older. A token presented as another type, or in another project, is left as
 * it is.
 */
public final class OneTimeTokens {

    private static final int BYTES = 32;
    private static final int MAX_LENGTH = 128;

    private final Tokens tokens;

    public OneTimeTokens(SecureRandom random) {
        this.tokens = new Tokens(random);
    }

    /** Whom a token was issued to, and what was kept with it. */
    public record Redeemed(UUID userId, JsonNode data) {}

    /** A new token. {@code data} is written as JSON; an empty map where there is nothing to keep. */
    public String issue(Transaction tx, TokenType type, User user, Duration lifetime, Object data) {
        return issue(tx, type, user.id(), lifetime, data);
    }

    /** A token for nobody, at the same cost: where the time taken must not tell whether there is a user. */
    public void pretend(Transaction tx, TokenType type, Duration lifetime) {
        issue(tx, type, UUID.randomUUID(), lifetime, Map.of());
    }

    private String issue(Transaction tx, TokenType type, UUID userId, Duration lifetime, Object data) {
        String token = tokens.generate(BYTES);
        tx.sql()
                .createUpdate("""
                        insert into identity.one_time_tokens
                            (token_hash, type, user_id, project_id, data, created_at, expires_at)
                        select :hash, :type, id, project_id, cast(:data as jsonb), :now, :expiresAt
                        from identity.users where id = :userId
                        on conflict (user_id, type) do update set token_hash = excluded.token_hash,
                            data = excluded.data, created_at = excluded.created_at, expires_at = excluded.expires_at
                        """)
                .bind("hash", Tokens.sha256Hex(token))
                .bind("type", type.wireName())
                .bind("userId", userId)
                .bind("data", Json.write(data))
                .bind("now", tx.now())
                .bind("expiresAt", tx.now().plus(lifetime))
                .execute();
        return token;
    }

    /** Uses the token up: of concurrent calls one gets an answer, the others wait for it and get none. */
    public Optional<Redeemed> redeem(Transaction tx, UUID projectId, TokenType type, String token) {
        return find(tx, projectId, type, token, """
                delete from identity.one_time_tokens
                where token_hash = :hash and type = :type and project_id = :projectId and expires_at > :now
                returning user_id, data
                """);
    }

    /** Reads the token and keeps it; nobody else redeems it until the transaction ends. */
    public Optional<Redeemed> peek(Transaction tx, UUID projectId, TokenType type, String token) {
        return find(tx, projectId, type, token, """
                select user_id, data from identity.one_time_tokens
                where token_hash = :hash and type = :type and project_id = :projectId and expires_at > :now
                for update
                """);
    }

    /** Ends the user's token of the type, if there is one. */
    public void revoke(Transaction tx, UUID userId, TokenType type) {
        tx.sql()
                .createUpdate("delete from identity.one_time_tokens where user_id = :userId and type = :type")
                .bind("userId", userId)
                .bind("type", type.wireName())
                .execute();
    }

    /** Ends the user's tokens of these types. */
    public void revoke(Transaction tx, UUID userId, Set<TokenType> types) {
        tx.sql()
                .createUpdate("delete from identity.one_time_tokens where user_id = :userId and type = any(:types)")
                .bind("userId", userId)
                .bindArray(
                        "types",
                        String.class,
                        types.stream().map(TokenType::wireName).toArray())
                .execute();
    }

    /** Removes tokens that have expired. */
    public int removeExpired(Handle sql, Instant now) {
        return sql.createUpdate("delete from identity.one_time_tokens where expires_at <= :now")
                .bind("now", now)
                .execute();
    }

    private static Optional<Redeemed> find(
            Transaction tx, UUID projectId, TokenType type, String token, String statement) {
        if (token.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        return tx.sql()
                .createQuery(statement)
                .bind("hash", Tokens.sha256Hex(token))
                .bind("type", type.wireName())
                .bind("projectId", projectId)
                .bind("now", tx.now())
                .map((row, context) -> redeemed(row))
                .findOne();
    }

    private static Redeemed redeemed(ResultSet row) throws SQLException {
        return new Redeemed(Columns.uuid(row, "user_id"), Json.read(row.getString("data")));
    }
}
