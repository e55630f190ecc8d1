package dev.latchkey.identity.credential;

import dev.latchkey.identity.user.User;
import dev.latchkey.identity.user.UserStore;
import dev.latchkey.platform.database.Columns;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.ApiException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * SQL of {@code identity.credentials}. A subject belongs to one user of a project. Whatever changes the rows of a user also
 * brings {@code users.auth_methods}, {@code users.second_factor} and {@code users.wallet_address} up to date, in the same transaction.
 */
public final class Credentials {

    private static final String COLUMNS = """
            credentials.id, credentials.user_id, credentials.kind, credentials.issuer, credentials.subject,
            credentials.label, credentials.created_at, credentials.last_used_at
            """;

    /** The user whom the subject belongs to, in any state; empty when nobody has it. */
    public Optional<User> owner(Handle sql, UUID projectId, CredentialKind kind, String issuer, String subject) {
        return sql.createQuery("select " + UserStore.COLUMNS + """
                        from identity.credentials join identity.users on users.id = credentials.user_id
                        where credentials.project_id = :projectId and credentials.kind = :kind
                            and credentials.issuer = :issuer and credentials.subject = :subject
                        """)
                .bind("projectId", projectId)
                .bind("kind", kind.wireName())
                .bind("issuer", issuer)
                .bind("subject", subject)
                .map((row, context) -> UserStore.user(row))
                .findOne();
    }

    /** The credential itself; empty when nobody has it. */
    public Optional<Credential> find(Handle sql, UUID projectId, CredentialKind kind, String issuer, String subject) {
        return sql.createQuery("select " + COLUMNS + """
                        from identity.credentials
                        where project_id = :projectId and kind = :kind and issuer = :issuer and subject = :subject
                        """)
                .bind("projectId", projectId)
                .bind("kind", kind.wireName())
                .bind("issuer", issuer)
                .bind("subject", subject)
                .map((row, context) -> credential(row))
                .findOne();
    }

    /**
     * Gives the user another credential; the same one again changes nothing.
     *
     * @throws ApiException 409 {@code CREDENTIAL_EXISTS} when another user of the project has it
     */
    public UUID add(
            Transaction tx, User owner, CredentialKind kind, String issuer, String subject, @Nullable String label) {
        Optional<UUID> added = tx.sql()
                .createQuery("""
                        insert into identity.credentials
                            (id, user_id, project_id, kind, issuer, subject, label, created_at)
                        values (:id, :userId, :projectId, :kind, :issuer, :subject, :label, :now)
                        on conflict (project_id, kind, issuer, subject) do update set label = credentials.label
                        where credentials.user_id = :userId
                        returning id
                        """)
                .bind("id", UUID.randomUUID())
                .bind("userId", owner.id())
                .bind("projectId", owner.projectId())
                .bind("kind", kind.wireName())
                .bind("issuer", issuer)
                .bind("subject", subject)
                .bind("label", label)
                .bind("now", tx.now())
                .mapTo(UUID.class)
                .findOne();
        UUID id = added.orElseThrow(() -> new ApiException(
                409, "CREDENTIAL_EXISTS", "This credential belongs to another account of the project"));
        summarise(tx.sql(), owner.id());
        return id;
    }

    /** Takes a credential away, and with it what refers to it; false when the user has no such credential. */
    public boolean remove(Transaction tx, UUID userId, UUID id) {
        boolean removed = tx.sql()
                        .createUpdate("delete from identity.credentials where id = :id and user_id = :userId")
                        .bind("id", id)
                        .bind("userId", userId)
                        .execute()
                == 1;
        if (removed) {
            summarise(tx.sql(), userId);
        }
        return removed;
    }

    /** Throws 400 for a label that is more than a line. */
    public static void requireLine(@Nullable String label) {
        if (label != null && label.codePoints().anyMatch(Character::isISOControl)) {
            throw ApiException.invalid("label must be one line of text");
        }
    }

    /** Calls it something else; false when the user has no such credential. */
    public boolean label(Handle sql, UUID userId, UUID id, @Nullable String label) {
        return sql.createUpdate("update identity.credentials set label = :label where id = :id and user_id = :userId")
                        .bind("id", id)
                        .bind("userId", userId)
                        .bind("label", label)
                        .execute()
                == 1;
    }

    /** Notes that the credential was used. */
    public void used(Handle sql, UUID id, Instant now) {
        sql.createUpdate("update identity.credentials set last_used_at = :now where id = :id")
                .bind("id", id)
                .bind("now", now)
                .execute();
    }

    /**
     * All credentials of a user, oldest first. When a password was last used, the sessions that began with it tell: a login
     * is the dearest of calls, and writes no more than it must.
     */
    public List<Credential> list(Handle sql, UUID userId) {
        return sql.createQuery("""
                        select id, user_id, kind, issuer, subject, label, created_at,
                            case when kind = 'password' then greatest(last_used_at, (
                                    select max(signed_in_at) from identity.sessions
                                    where user_id = :userId and method = 'email'))
                                else last_used_at end as last_used_at
                        from identity.credentials where user_id = :userId order by created_at, id
                        """)
                .bind("userId", userId)
                .map((row, context) -> credential(row))
                .list();
    }

    /** Brings what {@code identity.users} repeats of the credentials up to date; to be called after a change by other SQL. */
    public void summarise(Handle sql, UUID userId) {
        sql.createUpdate("""
                        update identity.users
                        set auth_methods = array(
                                select method from (
                                    select case kind
                                        when 'password' then 'email'
                                        when 'webauthn_passkey' then 'webauthn'
                                        when 'webauthn_security_key' then 'webauthn'
                                        when 'oauth_google' then 'google'
                                        when 'oauth_apple' then 'apple'
                                        when 'sso_oidc' then 'sso'
                                        else kind end as method, min(created_at) as since
                                    from identity.credentials
                                    where user_id = :userId and kind <> 'totp'
                                    group by 1) as methods
                                order by since, method),
                            second_factor = exists(
                                select from identity.credentials where user_id = :userId and kind = 'totp'),
                            wallet_address = (
                                select split_part(subject, ':', 1) from identity.credentials
                                where user_id = :userId and kind in ('solana', 'stellar')
                                order by created_at, id limit 1)
                        where id = :userId
                        """).bind("userId", userId).execute();
    }

    private static Credential credential(ResultSet row) throws SQLException {
        return new Credential(
                Columns.uuid(row, "id"),
                Columns.uuid(row, "user_id"),
                CredentialKind.of(row.getString("kind")),
                row.getString("issuer"),
                row.getString("subject"),
                Columns.optionalText(row, "label"),
                Columns.instant(row, "created_at"),
                Columns.optionalInstant(row, "last_used_at"));
    }
}
