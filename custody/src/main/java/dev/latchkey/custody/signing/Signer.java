package dev.latchkey.custody.signing;

import dev.latchkey.custody.key.KeyBinding;
import dev.latchkey.custody.key.KeyDecryptionFailures;
import dev.latchkey.custody.key.KeyEvents;
import dev.latchkey.custody.key.KeyVault;
import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.crypto.DecryptionException;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Origin;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Signs transaction hashes, one statement for a whole batch; the audit events go with the caller's transaction. */
public final class Signer {

    private final KeyVault vault;
    private final SigningKeyStore store = new SigningKeyStore();

    public Signer(KeyVault vault) {
        this.vault = vault;
    }

    /**
     * Signatures of 64 bytes in the order of the requests.
     *
     * @throws ApiException 404 for an unknown key, 409 {@code WALLET_NOT_ACTIVE}, 422 with the {@code reason} of
     *     mux-api.md 7.5; all but the first stay in the audit log even though the caller's transaction is rolled back
     */
    public List<byte[]> sign(Transaction tx, Origin origin, List<SigningRequest> requests) {
        Map<UUID, SigningKey> keys = store.load(
                tx.sql(),
                requests.stream().map(SigningRequest::keyId).distinct().toList());
        List<byte[]> signatures = new ArrayList<>(requests.size());
        for (SigningRequest request : requests) {
            signatures.add(sign(tx, origin, keys.get(request.keyId()), request));
        }
        return signatures;
    }

    private byte[] sign(Transaction tx, Origin origin, @Nullable SigningKey key, SigningRequest request) {
        if (key == null) {
            throw ApiException.notFound("Key with ID " + request.keyId() + " not found");
        }
        KeyBinding binding = key.key().binding();
        String hash = HexFormat.of().formatHex(request.transactionHash());
        if (!key.signs()) {
            tx.auditRefusal(failure(origin, binding, hash, "wallet_not_active"));
            throw new ApiException(409, "WALLET_NOT_ACTIVE", "The wallet is not active and cannot sign");
        }
        try {
            byte[] signature = vault.sign(key.key(), request.transactionHash());
            tx.audit(KeyEvents.success(KeyEvents.SIGNED, origin, binding).with("transactionHash", hash));
            return signature;
        } catch (DecryptionException broken) {
            tx.auditRefusal(failure(origin, binding, hash, "decrypt_failure:" + broken.reason()));
            throw KeyDecryptionFailures.answer(broken.reason());
        }
    }

    private static AuditEvent failure(Origin origin, KeyBinding key, String hash, String error) {
        return KeyEvents.failure(KeyEvents.SIGN_FAILED, origin, key)
                .with("transactionHash", hash)
                .with("error", error);
    }
}
