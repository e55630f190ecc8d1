package dev.latchkey.identity.signin;

import dev.latchkey.identity.credential.CredentialKind;
import dev.latchkey.identity.user.User;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** SQL that makes an account. */
final class NewAccountStore {

    /** Whoever else is about to make an account of this credential waits until the transaction ends. */
    void lock(Handle sql, UUID projectId, CredentialKind kind, String issuer, String subject) {
        sql.createQuery("select true from pg_advisory_xact_lock(hashtextextended(:credential, 0))")
                .bind("credential", String.join("\n", projectId.toString(), kind.wireName(), issuer, subject))
                .mapTo(Boolean.class)
                .one();
    }

    /** Stores user and credential in one statement; false when another user has the address. */
    boolean insert(Handle sql, User user, NewAccount account, String subject) {
        return sql.createQuery("""
                        with account as (
                            insert into identity.users (id, project_id, auth_id, auth_provider, email, email_verified,
                                display_name, picture, password_hash, auth_methods, wallet_address, status,
                                last_login_at, created_at, updated_at)
                            values (:id, :projectId, :authId, :authProvider, :email, :emailVerified,
                                :displayName, :picture, :passwordHash, :methods, :wallet, :status,
                                :createdAt, :createdAt, :createdAt)
                            on conflict do nothing
                            returning id, project_id, created_at
                        )
                        insert into identity.credentials (id, user_id, project_id, kind, issuer, subject, created_at,
                            last_used_at)
                        select :credentialId, id, project_id, :kind, :issuer, :subject, created_at, created_at
                        from account
                        returning id
                        """)
                .bind("id", user.id())
                .bind("projectId", user.projectId())
                .bind("authId", user.authId())
                .bind("authProvider", user.authProvider())
                .bind("email", user.email())
                .bind("emailVerified", user.emailVerified())
                .bind("displayName", user.displayName())
                .bind("picture", user.picture())
                .bind("passwordHash", account.passwordHash())
                .bindArray("methods", String.class, user.authMethods())
                .bind("wallet", user.ways().wallet())
                .bind("status", user.status())
                .bind("createdAt", user.createdAt())
                .bind("credentialId", UUID.randomUUID())
                .bind("kind", account.kind().wireName())
                .bind("issuer", account.issuer())
                .bind("subject", subject)
                .mapTo(UUID.class)
                .findOne()
                .isPresent();
    }
}
