package dev.latchkey.identity.provider;

import java.net.URI;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** SQL of {@code identity.auth_providers}. */
final class ProviderStore {

    List<AuthProvider> of(Handle sql, UUID projectId) {
        return sql.createQuery("""
                        select project_id, kind, issuer, audiences, jwks_url
                        from identity.auth_providers
                        where project_id = :projectId
                        order by kind
                        """)
                .bind("projectId", projectId)
                .map((row, context) -> provider(row))
                .list();
    }

    void put(Handle sql, AuthProvider provider, Instant now) {
        sql.createUpdate("""
                        insert into identity.auth_providers
                            (project_id, kind, issuer, audiences, jwks_url, created_at, updated_at)
                        values (:projectId, :kind, :issuer, :audiences, :jwksUrl, :now, :now)
                        on conflict (project_id, kind) do update
                        set issuer = excluded.issuer, audiences = excluded.audiences, jwks_url = excluded.jwks_url,
                            updated_at = excluded.updated_at
                        """)
                .bind("projectId", provider.projectId())
                .bind("kind", provider.kind().name())
                .bind("issuer", provider.issuer())
                .bindArray("audiences", String.class, provider.audiences())
                .bind(
                        "jwksUrl",
                        Optional.ofNullable(provider.jwksUrl())
                                .map(URI::toString)
                                .orElse(null))
                .bind("now", now)
                .execute();
    }

    boolean remove(Handle sql, UUID projectId, ProviderKind kind) {
        return sql.createUpdate("""
                        delete from identity.auth_providers where project_id = :projectId and kind = :kind
                        """)
                        .bind("projectId", projectId)
                        .bind("kind", kind.name())
                        .execute()
                == 1;
    }

    private static AuthProvider provider(ResultSet row) throws SQLException {
        Array audiences = row.getArray("audiences");
        String jwksUrl = row.getString("jwks_url");
        return new AuthProvider(
                row.getObject("project_id", UUID.class),
                ProviderKind.valueOf(row.getString("kind")),
                row.getString("issuer"),
                List.of((String[]) audiences.getArray()),
                jwksUrl == null ? null : URI.create(jwksUrl));
    }
}
