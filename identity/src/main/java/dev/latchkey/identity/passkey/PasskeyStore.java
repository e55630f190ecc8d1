package dev.latchkey.identity.passkey;

import dev.latchkey.identity.credential.CredentialKind;
import dev.latchkey.identity.passkey.Assertions.Attempt;
import dev.latchkey.identity.token.Challenges;
import dev.latchkey.identity.user.UserStore;
import dev.latchkey.platform.database.Columns;
import dev.latchkey.platform.json.Json;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** SQL of {@code identity.passkeys}. */
final class PasskeyStore {

    private static final String FIND = "select " + UserStore.COLUMNS + """
                , passkeys.id as passkey_id, credentials.kind, passkeys.public_key, passkeys.user_handle, passkeys.aaguid,
                passkeys.sign_count, passkeys.backup_eligible
            from identity.passkeys
                join identity.credentials on credentials.id = passkeys.id
                join identity.users on users.id = credentials.user_id
            where passkeys.project_id = :projectId and passkeys.credential_id = :credentialId
            """;

    private static final String ANSWERED = "with taken as (" + Challenges.TAKE + """
            )
            select taken.user_id as named_user_id, taken.data as ceremony, found.*
            from taken left join (
            """ + FIND + ") as found on true";

    /** The passkeys of one user, for allow and exclude lists. */
    record OfUser(UUID userId, List<CredentialDescriptor> passkeys) {}

    /** A challenge that was taken up, and the passkey that answers it, if the project knows it. */
    record Answered(CeremonyStates.Taken taken, Optional<StoredPasskey> passkey) {}

    Optional<StoredPasskey> find(Handle sql, UUID projectId, Base64Url credentialId) {
        return sql.createQuery(FIND)
                .bind("projectId", projectId)
                .bind("credentialId", credentialId.bytes())
                .map((row, context) -> passkey(row, credentialId))
                .findOne();
    }

    /** Takes the challenge up and finds the passkey that answers it; empty when there is no such challenge. */
    Optional<Answered> answered(Handle sql, Attempt attempt, Instant now) {
        Base64Url credentialId = attempt.credential().id();
        Query query = Challenges.bindTake(
                sql.createQuery(ANSWERED),
                attempt.projectId(),
                attempt.purpose().wireName(),
                attempt.challengeId().toString(),
                now);
        return query.bind("credentialId", credentialId.bytes())
                .map((row, context) -> new Answered(
                        new CeremonyStates.Taken(
                                Columns.optionalUuid(row, "named_user_id"),
                                CeremonyState.of(Json.read(row.getString("ceremony")))),
                        row.getObject("passkey_id") == null
                                ? Optional.empty()
                                : Optional.of(passkey(row, credentialId))))
                .findOne();
    }

    /** Oldest first. */
    List<CredentialDescriptor> ofUser(Handle sql, UUID userId) {
        return sql.createQuery("""
                        select passkeys.credential_id, passkeys.transports
                        from identity.credentials join identity.passkeys on passkeys.id = credentials.id
                        where credentials.user_id = :userId
                        order by credentials.created_at, credentials.id
                        """)
                .bind("userId", userId)
                .map((row, context) -> descriptor(row))
                .list();
    }

    /** The passkeys of the active user with the address; empty also when the user has none. */
    Optional<OfUser> ofEmail(Handle sql, UUID projectId, String email) {
        List<OfUser> rows = sql.createQuery("""
                        select users.id as user_id, passkeys.credential_id, passkeys.transports
                        from identity.users
                            join identity.credentials on credentials.user_id = users.id
                            join identity.passkeys on passkeys.id = credentials.id
                        where users.project_id = :projectId and users.email = :email and users.deleted_at is null
                            and users.status = 'ACTIVE'
                        order by credentials.created_at, credentials.id
                        """)
                .bind("projectId", projectId)
                .bind("email", email)
                .map((row, context) -> new OfUser(Columns.uuid(row, "user_id"), List.of(descriptor(row))))
                .list();
        return rows.stream()
                .findFirst()
                .map(first -> new OfUser(
                        first.userId(),
                        rows.stream().flatMap(row -> row.passkeys().stream()).toList()));
    }

    /** Stores the details of a credential; false when the project knows this passkey. */
    boolean insert(Handle sql, UUID id, UUID projectId, UUID userHandle, Attested attested, boolean discoverable) {
        return sql.createUpdate("""
                        insert into identity.passkeys (id, project_id, credential_id, public_key, user_handle, aaguid,
                            sign_count, transports, is_discoverable, backup_eligible, backup_state)
                        values (:id, :projectId, :credentialId, :publicKey, :userHandle, :aaguid,
                            :signCount, :transports, :discoverable, :backupEligible, :backedUp)
                        on conflict do nothing
                        """)
                        .bind("id", id)
                        .bind("projectId", projectId)
                        .bind("credentialId", attested.credentialId().bytes())
                        .bind("publicKey", attested.publicKey().bytes())
                        .bind("userHandle", userHandle)
                        .bind("aaguid", attested.aaguid())
                        .bind("signCount", attested.signCount())
                        .bindArray("transports", String.class, attested.transports())
                        .bind("discoverable", discoverable)
                        .bind("backupEligible", attested.backupEligible())
                        .bind("backedUp", attested.backedUp())
                        .execute()
                == 1;
    }

    /** Notes a use; false when the passkey is gone or its counter has reached this one meanwhile. */
    boolean used(Handle sql, UUID id, Asserted.Genuine genuine, Instant now) {
        return sql.createUpdate("""
                        with used as (
                            update identity.passkeys set sign_count = :signCount, backup_state = :backedUp
                            where id = :id and (:signCount > sign_count or (:signCount = 0 and sign_count = 0))
                            returning id
                        )
                        update identity.credentials set last_used_at = :now
                        from used where credentials.id = used.id
                        """)
                        .bind("id", id)
                        .bind("signCount", genuine.signCount())
                        .bind("backedUp", genuine.backedUp())
                        .bind("now", now)
                        .execute()
                == 1;
    }

    private static StoredPasskey passkey(ResultSet row, Base64Url credentialId) throws SQLException {
        return new StoredPasskey(
                Columns.uuid(row, "passkey_id"),
                CredentialKind.of(row.getString("kind")),
                UserStore.user(row),
                Columns.uuid(row, "user_handle"),
                new PublicKeyRecord(
                        credentialId,
                        Columns.uuid(row, "aaguid"),
                        Base64Url.of(row.getBytes("public_key")),
                        row.getLong("sign_count"),
                        row.getBoolean("backup_eligible")));
    }

    private static CredentialDescriptor descriptor(ResultSet row) throws SQLException {
        Array transports = row.getArray("transports");
        return CredentialDescriptor.of(
                Base64Url.of(row.getBytes("credential_id")), List.of((String[]) transports.getArray()));
    }
}
