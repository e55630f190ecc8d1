package dev.latchkey.custody.wallet;

import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.http.Origin;
import java.util.UUID;

/** The audit events of wallets. */
final class WalletEvents {

    private WalletEvents() {}

    static AuditEvent created(Origin origin, WalletRow wallet) {
        return about("wallet.created", origin, wallet)
                .with("userId", wallet.userId())
                .with("network", wallet.network().name())
                .with("publicKey", wallet.publicKey());
    }

    static AuditEvent statusChanged(Origin origin, WalletRow before, WalletStatus after) {
        return about("wallet.status_changed", origin, before)
                .with("from", before.status().name())
                .with("to", after.name());
    }

    static AuditEvent deleted(Origin origin, WalletRow wallet) {
        return about("wallet.deleted", origin, wallet).with("userId", wallet.userId());
    }

    static AuditEvent ledgerStatusChanged(UUID projectId, UUID walletId, LedgerStatus after) {
        return AuditEvent.success("wallet.ledger_status_changed", Origin.SYSTEM, projectId, "wallet", walletId)
                .with("to", after.name());
    }

    static AuditEvent ownerChanged(Origin origin, UUID projectId, UUID walletId, UUID from, UUID into) {
        return AuditEvent.success("wallet.owner_changed", origin, projectId, "wallet", walletId)
                .with("from", from.toString())
                .with("to", into.toString());
    }

    private static AuditEvent about(String type, Origin origin, WalletRow wallet) {
        return AuditEvent.success(type, origin, wallet.projectId(), "wallet", wallet.id());
    }
}
