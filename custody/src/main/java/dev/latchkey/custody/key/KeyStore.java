package dev.latchkey.custody.key;

import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.platform.crypto.KeyVersion;
import dev.latchkey.platform.database.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The rows of the server's own keys. */
final class KeyStore {

    private static final String INSERT = """
            insert into custody.keys (id, project_id, purpose, network, algorithm, public_key, envelope, kek_id,
                kek_version, encryption_version, key_version, created_at)
            values (:id, null, :purpose, :network, :algorithm, :publicKey, :envelope, :kekId,
                :kekVersion, :encryptionVersion, :keyVersion, :now)
            on conflict (network, public_key) do nothing
            """;

    private static final String BY_ADDRESS = """
            select id, network, purpose, public_key
            from custody.keys
            where network = :network and public_key = :publicKey and project_id is null
            """;

    private static final String BY_PURPOSE = """
            select id, network, purpose, public_key
            from custody.keys
            where network = :network and purpose = :purpose and project_id is null
            order by created_at, id
            """;

    /** Answers false when the network already has a key with this address. */
    boolean insert(Handle sql, SealedKey key, Instant now) {
        KeyBinding binding = key.binding();
        KeyVersion wrappedBy = key.keyEncryptionKey();
        return sql.createUpdate(INSERT)
                        .bind("id", binding.id())
                        .bind("purpose", binding.purpose())
                        .bind("network", binding.network().name())
                        .bind("algorithm", SealedKey.ALGORITHM)
                        .bind("publicKey", binding.publicKey())
                        .bind("envelope", key.encoded())
                        .bind("kekId", wrappedBy.keyId())
                        .bind("kekVersion", wrappedBy.version())
                        .bind("encryptionVersion", SealedKey.ENCRYPTION_VERSION)
                        .bind("keyVersion", binding.keyVersion())
                        .bind("now", now)
                        .execute()
                == 1;
    }

    Optional<ServiceKey> byAddress(Handle sql, WalletNetwork network, String publicKey) {
        return sql.createQuery(BY_ADDRESS)
                .bind("network", network.name())
                .bind("publicKey", publicKey)
                .map((row, context) -> serviceKey(row))
                .findOne();
    }

    List<ServiceKey> byPurpose(Handle sql, WalletNetwork network, String purpose) {
        return sql.createQuery(BY_PURPOSE)
                .bind("network", network.name())
                .bind("purpose", purpose)
                .map((row, context) -> serviceKey(row))
                .list();
    }

    private static ServiceKey serviceKey(ResultSet row) throws SQLException {
        return new ServiceKey(
                Columns.uuid(row, "id"),
                WalletNetwork.valueOf(row.getString("network")),
                row.getString("purpose"),
                row.getString("public_key"));
    }
}
