package dev.latchkey.custody.signing;

import dev.latchkey.custody.key.KeyBinding;
import dev.latchkey.custody.key.SealedKey;
import dev.latchkey.custody.wallet.WalletStatus;
import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.platform.database.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Looks up keys to sign with. Nothing is cached: a wallet suspended a moment ago does not sign. */
final class SigningKeyStore {

    private static final String LOAD = """
            select k.id, k.project_id, k.purpose, k.network, k.public_key, k.key_version, k.envelope,
                w.status, w.deleted_at is not null as deleted
            from custody.keys k left join custody.wallets w on w.id = k.id
            where k.id = any(cast(:ids as uuid[]))
            """;

    /** The keys that exist, in one statement. */
    Map<UUID, SigningKey> load(Handle sql, Collection<UUID> ids) {
        Map<UUID, SigningKey> found = new HashMap<>();
        sql.createQuery(LOAD)
                .bind("ids", ids.stream().map(UUID::toString).collect(Collectors.joining(",", "{", "}")))
                .map((row, context) -> signingKey(row))
                .forEach(key -> found.put(key.key().binding().id(), key));
        return found;
    }

    private static SigningKey signingKey(ResultSet row) throws SQLException {
        KeyBinding binding = new KeyBinding(
                Columns.uuid(row, "id"),
                Columns.optionalUuid(row, "project_id"),
                row.getString("purpose"),
                WalletNetwork.valueOf(row.getString("network")),
                row.getString("public_key"),
                row.getInt("key_version"));
        return new SigningKey(
                new SealedKey(binding, row.getBytes("envelope")),
                Optional.ofNullable(row.getString("status")).map(WalletStatus::valueOf),
                row.getBoolean("deleted"));
    }
}
