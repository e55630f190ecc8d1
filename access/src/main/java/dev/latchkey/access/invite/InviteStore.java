package dev.latchkey.access.invite;

import dev.latchkey.access.role.BuiltInRole;
import dev.latchkey.identity.user.Directory;
import dev.latchkey.platform.database.Columns;
import dev.latchkey.platform.http.Place;
import dev.latchkey.platform.http.Slice;
import dev.latchkey.platform.json.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** SQL of {@code access.invites}. */
public final class InviteStore {

    private static final String SELECT = """
            select invites.id, invites.organization_id, invites.project_id, invites.email, invites.wallet_address,
                invites.role, roles.id as custom_role_id, roles.name as custom_role_name, invites.invited_by,
                invites.created_at, invites.expires_at, invites.accepted_at
            from access.invites left join access.roles on roles.id = invites.custom_role_id
            """;

    private static final String PENDING = " invites.accepted_at is null and invites.expires_at > :now ";

    /** An invitation to be stored, with the hash of its token. Names are the columns of the table. */
    record Row(
            UUID id,
            UUID organization_id,
            UUID project_id,
            @Nullable String email,
            @Nullable String wallet_address,
            String role,
            @Nullable UUID custom_role_id,
            String token_hash,
            UUID invited_by,
            String created_at,
            String expires_at) {

        static Row of(Invite invite, InviteToken token) {
            return new Row(
                    invite.id(),
                    invite.organizationId(),
                    invite.projectId(),
                    invite.recipient().email(),
                    invite.recipient().wallet(),
                    invite.role().wireName(),
                    invite.customRoleId(),
                    token.hash(),
                    invite.invitedBy(),
                    invite.createdAt().toString(),
                    invite.expiresAt().toString());
        }
    }

    /** An invitation as its recipient sees it. */
    record Received(Invite invite, String organizationName) {}

    /** Stores those whose recipient has no other one in the organization; answers their ids. */
    Set<UUID> insert(Handle sql, List<Row> rows) {
        return new HashSet<>(sql.createQuery("""
                        insert into access.invites (id, organization_id, project_id, email, wallet_address, role,
                            custom_role_id, token_hash, invited_by, created_at, expires_at)
                        select id, organization_id, project_id, email, wallet_address, role, custom_role_id, token_hash,
                            invited_by, created_at, expires_at
                        from jsonb_to_recordset(cast(:rows as jsonb)) as rows(id uuid, organization_id uuid,
                            project_id uuid, email text, wallet_address text, role text, custom_role_id uuid,
                            token_hash text, invited_by uuid, created_at timestamptz, expires_at timestamptz)
                        on conflict do nothing
                        returning id
                        """)
                .bind("rows", Json.write(rows))
                .mapTo(UUID.class)
                .list());
    }

    /** Makes room for new invitations of these recipients. */
    void removeExpired(Handle sql, UUID organizationId, List<Recipient> recipients, Instant now) {
        sql.createUpdate("""
                        delete from access.invites
                        where organization_id = :organizationId and accepted_at is null and expires_at <= :now
                            and (email = any(:emails) or wallet_address = any(:wallets))
                        """)
                .bind("organizationId", organizationId)
                .bind("now", now)
                .bindArray("emails", String.class, texts(recipients.stream().map(Recipient::email)))
                .bindArray("wallets", String.class, texts(recipients.stream().map(Recipient::wallet)))
                .execute();
    }

    /** Newest first. */
    List<Invite> pending(Handle sql, UUID organizationId, Instant now, @Nullable Place after, int limit, long offset) {
        return sql.createQuery(SELECT + "where invites.organization_id = :organizationId and" + PENDING
                        + (after == null ? "" : "and (invites.created_at, invites.id) < (:afterTime, :afterId)")
                        + """

                        order by invites.created_at desc, invites.id desc
                        limit :limit offset :offset
                        """)
                .bind("organizationId", organizationId)
                .bind("now", now)
                .bindMap(Slice.bindings(after))
                .bind("limit", limit)
                .bind("offset", offset)
                .map((row, context) -> invite(row))
                .list();
    }

    int countPending(Handle sql, UUID organizationId, Instant now) {
        return sql.createQuery(
                        "select count(*) from access.invites where organization_id = :organizationId and" + PENDING)
                .bind("organizationId", organizationId)
                .bind("now", now)
                .mapTo(Integer.class)
                .one();
    }

    /** Those that somebody may accept, newest first. */
    List<Received> received(Handle sql, UUID projectId, Directory.Reachable at, Instant now, int limit) {
        return sql.createQuery(SELECT.replace(
                                "from access.invites",
                                ", organizations.name as organization_name"
                                        + " from access.invites join access.organizations"
                                        + " on organizations.id = invites.organization_id")
                        + "where invites.project_id = :projectId and" + PENDING + """
                         and (invites.email = any(:emails) or invites.wallet_address = any(:wallets))
                        order by invites.created_at desc, invites.id desc
                        limit :limit
                        """)
                .bind("projectId", projectId)
                .bind("now", now)
                .bindArray("emails", String.class, at.emails().toArray())
                .bindArray("wallets", String.class, at.wallets().toArray())
                .bind("limit", limit)
                .map((row, context) -> new Received(invite(row), row.getString("organization_name")))
                .list();
    }

    /** Nobody else changes or accepts it until the transaction ends. */
    Optional<Invite> lock(Handle sql, UUID projectId, UUID id) {
        return sql.createQuery(SELECT + """
                        where invites.id = :id and invites.project_id = :projectId
                        for update of invites
                        """)
                .bind("id", id)
                .bind("projectId", projectId)
                .map((row, context) -> invite(row))
                .findOne();
    }

    Optional<Invite> lockByToken(Handle sql, UUID projectId, String hash) {
        return sql.createQuery(SELECT + """
                        where invites.token_hash = :hash and invites.project_id = :projectId
                        for update of invites
                        """)
                .bind("hash", hash)
                .bind("projectId", projectId)
                .map((row, context) -> invite(row))
                .findOne();
    }

    void renew(Handle sql, Invite invite, InviteToken token) {
        sql.createUpdate("""
                        update access.invites
                        set token_hash = :hash, invited_by = :invitedBy, expires_at = :expiresAt
                        where id = :id
                        """)
                .bind("id", invite.id())
                .bind("hash", token.hash())
                .bind("invitedBy", invite.invitedBy())
                .bind("expiresAt", invite.expiresAt())
                .execute();
    }

    void accept(Handle sql, UUID id, Instant now) {
        sql.createUpdate("update access.invites set accepted_at = :now where id = :id")
                .bind("id", id)
                .bind("now", now)
                .execute();
    }

    void remove(Handle sql, UUID id) {
        sql.createUpdate("delete from access.invites where id = :id")
                .bind("id", id)
                .execute();
    }

    /** Removes what an address that is to be forgotten was invited to. */
    public void removeOf(Handle sql, UUID projectId, String email) {
        sql.createUpdate("delete from access.invites where project_id = :projectId and email = :email")
                .bind("projectId", projectId)
                .bind("email", email)
                .execute();
    }

    public void setInviter(Handle sql, UUID from, UUID into) {
        sql.createUpdate("update access.invites set invited_by = :into where invited_by = :from")
                .bind("from", from)
                .bind("into", into)
                .execute();
    }

    int removeOld(Handle sql, Instant before) {
        return sql.createUpdate("delete from access.invites where expires_at < :before")
                .bind("before", before)
                .execute();
    }

    private static Object[] texts(Stream<@Nullable String> texts) {
        return texts.filter(Objects::nonNull).toArray();
    }

    private static Invite invite(ResultSet row) throws SQLException {
        UUID customRole = Columns.optionalUuid(row, "custom_role_id");
        return new Invite(
                Columns.uuid(row, "id"),
                Columns.uuid(row, "organization_id"),
                Columns.uuid(row, "project_id"),
                new Recipient(Columns.optionalText(row, "email"), Columns.optionalText(row, "wallet_address")),
                BuiltInRole.ofWireName(row.getString("role")).orElseThrow(),
                customRole == null ? null : new Invite.CustomRole(customRole, row.getString("custom_role_name")),
                Columns.uuid(row, "invited_by"),
                Columns.instant(row, "created_at"),
                Columns.instant(row, "expires_at"),
                Columns.optionalInstant(row, "accepted_at"));
    }
}
