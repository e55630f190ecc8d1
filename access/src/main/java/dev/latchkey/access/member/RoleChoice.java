package dev.latchkey.access.member;

import dev.latchkey.access.role.BuiltInRole;
import dev.latchkey.access.role.Grants;
import dev.latchkey.access.role.RoleNames;
import dev.latchkey.platform.database.Columns;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Call;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * A role that somebody is to have in an organization, as it was named: a built-in one, or a custom one on top of a
 * built-in one.
 *
 * @param builtIn what a new member gets; whoever is a member or viewer keeps that when given a custom role
 */
public record RoleChoice(BuiltInRole builtIn, Membership.@Nullable Custom custom) {

    /** Throws 400 for a name or id that no role of the organization has. */
    public static RoleChoice of(Handle sql, UUID organizationId, String named) {
        Optional<BuiltInRole> builtIn = BuiltInRole.ofWireName(named);
        return builtIn.map(role -> new RoleChoice(role, null))
                .or(() -> custom(sql, organizationId, named).map(role -> new RoleChoice(BuiltInRole.MEMBER, role)))
                .orElseThrow(
                        () -> ApiException.invalid("role must be owner, admin, member, viewer, or the name or id of"
                                + " a role of the organization"));
    }

    /** What the role is called on the wire. */
    public String name() {
        return custom == null ? builtIn.wireName() : custom.name();
    }

    public @Nullable UUID customId() {
        return custom == null ? null : custom.id();
    }

    /** The built-in role of somebody who had {@code before} and is given this. */
    BuiltInRole after(BuiltInRole before) {
        boolean keeps = custom != null && !before.isAtLeast(BuiltInRole.ADMIN);
        return keeps ? before : builtIn;
    }

    /** Throws 403 when the granter does not hold all that it gives; owners are made by owners only. */
    public void requireGrantableBy(Membership granter) {
        if (builtIn == BuiltInRole.OWNER && granter.role() != BuiltInRole.OWNER) {
            throw ApiException.forbidden("Only an owner makes owners");
        }
        Grants.require(
                granter.permissions(), Membership.permissions(builtIn, custom).names());
    }

    private static Optional<Membership.Custom> custom(Handle sql, UUID organizationId, String named) {
        return sql.createQuery("""
                        select id, name, permissions from access.roles
                        where organization_id = :organizationId and (id = cast(:id as uuid) or name_key = :key)
                        order by id = cast(:id as uuid) desc nulls last
                        limit 1
                        """)
                .bind("organizationId", organizationId)
                .bind("id", Call.parseUuid(named).orElse(null))
                .bind("key", RoleNames.key(named))
                .map((row, context) -> new Membership.Custom(
                        Columns.uuid(row, "id"), row.getString("name"), Columns.texts(row, "permissions")))
                .findOne();
    }
}
