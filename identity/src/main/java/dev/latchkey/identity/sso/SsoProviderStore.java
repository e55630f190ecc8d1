package dev.latchkey.identity.sso;

import dev.latchkey.platform.crypto.Envelope;
import dev.latchkey.platform.database.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** SQL of {@code identity.sso_providers}. */
final class SsoProviderStore {

    private static final String COLUMNS = """
            id, project_id, org_id, name, issuer_url, client_id, client_secret, scopes, enabled, allow_registration,
            email_domain, created_at, updated_at
            """;

    void insert(Handle sql, SsoProvider provider) {
        bind(sql.createUpdate("insert into identity.sso_providers (" + COLUMNS + """
                        ) values (:id, :projectId, :orgId, :name, :issuerUrl, :clientId, :clientSecret, :scopes, :enabled,
                            :allowRegistration, :emailDomain, :createdAt, :updatedAt)
                        """), provider)
                .execute();
    }

    void update(Handle sql, SsoProvider provider) {
        bind(sql.createUpdate("""
                        update identity.sso_providers
                        set name = :name, issuer_url = :issuerUrl, client_id = :clientId, client_secret = :clientSecret,
                            scopes = :scopes, enabled = :enabled, allow_registration = :allowRegistration,
                            email_domain = :emailDomain, updated_at = :updatedAt
                        where id = :id and project_id = :projectId
                        """), provider).execute();
    }

    boolean delete(Handle sql, UUID projectId, UUID id) {
        return sql.createUpdate("delete from identity.sso_providers where id = :id and project_id = :projectId")
                        .bind("id", id)
                        .bind("projectId", projectId)
                        .execute()
                == 1;
    }

    Optional<SsoProvider> byId(Handle sql, UUID projectId, UUID id) {
        return find(sql, projectId, id, "");
    }

    /** Nobody else changes it until the transaction ends. */
    Optional<SsoProvider> lock(Handle sql, UUID projectId, UUID id) {
        return find(sql, projectId, id, "for update");
    }

    private static Optional<SsoProvider> find(Handle sql, UUID projectId, UUID id, String suffix) {
        return sql.createQuery("select " + COLUMNS + """
                        from identity.sso_providers
                        where id = :id and project_id = :projectId
                        """ + suffix)
                .bind("id", id)
                .bind("projectId", projectId)
                .map((row, context) -> provider(row))
                .findOne();
    }

    /** The one enabled provider of an organization. */
    Optional<SsoProvider> enabledOf(Handle sql, UUID projectId, UUID orgId) {
        return sql.createQuery("select " + COLUMNS + """
                        from identity.sso_providers
                        where project_id = :projectId and org_id = :orgId and enabled
                        """)
                .bind("projectId", projectId)
                .bind("orgId", orgId)
                .map((row, context) -> provider(row))
                .findOne();
    }

    /** Newest first; of all organizations when {@code orgId} is {@code null}. */
    List<SsoProvider> list(Handle sql, UUID projectId, @Nullable UUID orgId, int limit, int offset) {
        return sql.createQuery("select " + COLUMNS + """
                        from identity.sso_providers
                        where project_id = :projectId and (cast(:orgId as uuid) is null or org_id = :orgId)
                        order by created_at desc, id desc
                        limit :limit offset :offset
                        """)
                .bind("projectId", projectId)
                .bind("orgId", orgId)
                .bind("limit", limit)
                .bind("offset", offset)
                .map((row, context) -> provider(row))
                .list();
    }

    int count(Handle sql, UUID projectId, @Nullable UUID orgId) {
        return sql.createQuery("""
                        select count(*) from identity.sso_providers
                        where project_id = :projectId and (cast(:orgId as uuid) is null or org_id = :orgId)
                        """)
                .bind("projectId", projectId)
                .bind("orgId", orgId)
                .mapTo(Integer.class)
                .one();
    }

    private static <S extends SqlStatement<S>> S bind(S statement, SsoProvider provider) {
        return statement
                .bind("id", provider.id())
                .bind("projectId", provider.projectId())
                .bind("orgId", provider.orgId())
                .bind("name", provider.name())
                .bind("issuerUrl", provider.issuerUrl())
                .bind("clientId", provider.clientId())
                .bind("clientSecret", provider.clientSecret().encode())
                .bindArray("scopes", String.class, provider.scopes())
                .bind("enabled", provider.enabled())
                .bind("allowRegistration", provider.allowRegistration())
                .bind("emailDomain", provider.emailDomain())
                .bind("createdAt", provider.createdAt())
                .bind("updatedAt", provider.updatedAt());
    }

    private static SsoProvider provider(ResultSet row) throws SQLException {
        return new SsoProvider(
                Columns.uuid(row, "id"),
                Columns.uuid(row, "project_id"),
                Columns.optionalUuid(row, "org_id"),
                row.getString("name"),
                row.getString("issuer_url"),
                row.getString("client_id"),
                Envelope.decode(row.getBytes("client_secret")),
                Columns.texts(row, "scopes"),
                row.getBoolean("enabled"),
                row.getBoolean("allow_registration"),
                Columns.optionalText(row, "email_domain"),
                Columns.instant(row, "created_at"),
                Columns.instant(row, "updated_at"));
    }
}
