package dev.latchkey.access.member;

import dev.latchkey.access.role.BuiltInRole;
import dev.latchkey.platform.http.Place;
import dev.latchkey.platform.http.Slice;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** SQL of {@code access.memberships}, but for the look-ups of one. */
final class MemberStore {

    private static final String SELECT = "select " + Memberships.COLUMNS + """
            from access.memberships left join access.roles on roles.id = memberships.custom_role_id
            where memberships.organization_id = :organizationId
            """;

    private static final String WITH_ROLE = """
             and (cast(:role as text) is null or memberships.role = :role)
            and (cast(:customRoleId as uuid) is null or memberships.custom_role_id = :customRoleId)
            """;

    /** Whose members: those with a built-in role, those with a custom one, or all. */
    record Wanted(
            UUID organizationId,
            @Nullable BuiltInRole role,
            @Nullable UUID customRoleId) {

        Map<String, @Nullable Object> bindings() {
            Map<String, @Nullable Object> values = new HashMap<>();
            values.put("organizationId", organizationId);
            values.put("role", role == null ? null : role.wireName());
            values.put("customRoleId", customRoleId);
            return values;
        }
    }

    /** In the order of joining. */
    List<Membership> page(Handle sql, Wanted wanted, @Nullable Place after, int limit, long offset) {
        return sql.createQuery(SELECT + WITH_ROLE
                        + (after == null ? "" : " and (memberships.joined_at, memberships.id) > (:afterTime, :afterId)")
                        + """

                        order by memberships.joined_at, memberships.id
                        limit :limit offset :offset
                        """)
                .bindMap(wanted.bindings())
                .bindMap(Slice.bindings(after))
                .bind("limit", limit)
                .bind("offset", offset)
                .map((row, context) -> Memberships.membership(row))
                .list();
    }

    int count(Handle sql, Wanted wanted) {
        return sql.createQuery(
                        "select count(*) from access.memberships where organization_id = :organizationId " + WITH_ROLE)
                .bindMap(wanted.bindings())
                .mapTo(Integer.class)
                .one();
    }

    /** In the order of joining. */
    List<UUID> userIds(Handle sql, Wanted wanted, int limit) {
        return sql.createQuery("select user_id from access.memberships where organization_id = :organizationId "
                        + WITH_ROLE + " order by joined_at, id limit :limit")
                .bindMap(wanted.bindings())
                .bind("limit", limit)
                .mapTo(UUID.class)
                .list();
    }

    /** Those of the users who are members, by user. */
    Map<UUID, Membership> ofUsers(Handle sql, UUID organizationId, Collection<UUID> userIds) {
        return sql
                .createQuery(SELECT + " and memberships.user_id = any(:userIds)")
                .bind("organizationId", organizationId)
                .bindArray("userIds", UUID.class, userIds.toArray())
                .map((row, context) -> Memberships.membership(row))
                .stream()
                .collect(Collectors.toMap(Membership::userId, Function.identity()));
    }

    /** The other member with the role who joined first. */
    Optional<Membership> oldest(Handle sql, UUID organizationId, BuiltInRole role, UUID exceptUser) {
        return sql.createQuery(SELECT + """
                         and memberships.role = :role and memberships.user_id <> :exceptUser
                        order by memberships.joined_at, memberships.id
                        limit 1
                        """)
                .bind("organizationId", organizationId)
                .bind("role", role.wireName())
                .bind("exceptUser", exceptUser)
                .map((row, context) -> Memberships.membership(row))
                .findOne();
    }

    boolean hasOthers(Handle sql, UUID organizationId, UUID userId) {
        return sql.createQuery("""
                        select exists(
                            select from access.memberships
                            where organization_id = :organizationId and user_id <> :userId)
                        """)
                .bind("organizationId", organizationId)
                .bind("userId", userId)
                .mapTo(Boolean.class)
                .one();
    }

    /** All of the user's, in the order of their organizations' ids, in which they are locked. */
    List<Membership> ofUser(Handle sql, UUID userId) {
        return sql.createQuery("select " + Memberships.COLUMNS + """
                        from access.memberships left join access.roles on roles.id = memberships.custom_role_id
                        where memberships.user_id = :userId
                        order by memberships.organization_id
                        """)
                .bind("userId", userId)
                .map((row, context) -> Memberships.membership(row))
                .list();
    }

    void setRole(Handle sql, UUID id, BuiltInRole role, @Nullable UUID customRoleId) {
        sql.createUpdate("update access.memberships set role = :role, custom_role_id = :customRoleId where id = :id")
                .bind("id", id)
                .bind("role", role.wireName())
                .bind("customRoleId", customRoleId)
                .execute();
    }

    void setUser(Handle sql, UUID id, UUID userId) {
        sql.createUpdate("update access.memberships set user_id = :userId where id = :id")
                .bind("id", id)
                .bind("userId", userId)
                .execute();
    }

    /** Keeps in mind that the user was a member. */
    void remove(Handle sql, UUID id, Instant now) {
        sql.createUpdate("""
                        with ended as (
                            delete from access.memberships where id = :id returning organization_id, user_id
                        )
                        insert into access.former_members (organization_id, user_id, left_at)
                        select organization_id, user_id, :now from ended
                        on conflict (organization_id, user_id) do update set left_at = excluded.left_at
                        """).bind("id", id).bind("now", now).execute();
    }

    /** Forgets what the user was a member of. */
    void forgetFormer(Handle sql, UUID userId) {
        sql.createUpdate("delete from access.former_members where user_id = :userId")
                .bind("userId", userId)
                .execute();
    }
}
