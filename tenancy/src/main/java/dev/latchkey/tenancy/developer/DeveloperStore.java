package dev.latchkey.tenancy.developer;

import dev.latchkey.platform.database.Columns;
import dev.latchkey.tenancy.TenantStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The rows of {@code tenancy.developers} that are not deleted. */
public final class DeveloperStore {

    public Optional<Developer> find(Handle sql, UUID id) {
        return sql.createQuery("""
                        select id, email, name, company, status, created_at, updated_at, deleted_at
                        from tenancy.developers where id = :id and deleted_at is null
                        """)
                .bind("id", id)
                .map((row, context) -> developer(row))
                .findOne();
    }

    /** The same, and nobody else changes the row until the transaction ends. */
    public Optional<Developer> lock(Handle sql, UUID id) {
        return sql.createQuery("""
                        select id, email, name, company, status, created_at, updated_at, deleted_at
                        from tenancy.developers where id = :id and deleted_at is null for update
                        """)
                .bind("id", id)
                .map((row, context) -> developer(row))
                .findOne();
    }

    /** Newest first. */
    List<Developer> list(Handle sql, int limit, long offset) {
        return sql.createQuery("""
                        select id, email, name, company, status, created_at, updated_at, deleted_at
                        from tenancy.developers where deleted_at is null
                        order by created_at desc, id desc limit :limit offset :offset
                        """)
                .bind("limit", limit)
                .bind("offset", offset)
                .map((row, context) -> developer(row))
                .list();
    }

    /** Whether the row was stored; it is not when another developer has the address. */
    boolean insert(Handle sql, Developer developer) {
        return sql.createUpdate("""
                        insert into tenancy.developers (id, email, name, company, status, created_at, updated_at)
                        values (:id, :email, :name, :company, :status, :createdAt, :updatedAt)
                        on conflict (lower(email)) where deleted_at is null do nothing
                        """).bindMethods(developer).execute() == 1;
    }

    void update(Handle sql, Developer developer) {
        sql.createUpdate("""
                        update tenancy.developers
                        set email = :email, name = :name, company = :company, status = :status,
                            updated_at = :updatedAt, deleted_at = :deletedAt
                        where id = :id
                        """).bindMethods(developer).execute();
    }

    private static Developer developer(ResultSet row) throws SQLException {
        return new Developer(
                Columns.uuid(row, "id"),
                row.getString("email"),
                Columns.optionalText(row, "name"),
                Columns.optionalText(row, "company"),
                TenantStatus.valueOf(row.getString("status")),
                Columns.instant(row, "created_at"),
                Columns.instant(row, "updated_at"),
                Columns.optionalInstant(row, "deleted_at"));
    }
}
