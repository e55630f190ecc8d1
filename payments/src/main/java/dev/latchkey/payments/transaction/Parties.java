package dev.latchkey.payments.transaction;

import dev.latchkey.custody.wallet.WalletFacts;
import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.payments.wallet.WalletBook;
import dev.latchkey.platform.http.ApiException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds who pays and who is paid, within one project. */
final class Parties {
    private final WalletBook wallets;

    Parties(WalletBook wallets) {
        this.wallets = wallets;
    }

    WalletFacts sender(UUID projectId, UUID walletId) {
        return wallets.wallet(projectId, walletId)
                .orElseThrow(() -> ApiException.notFound("Sender wallet " + walletId + " not found"));
    }

    WalletFacts receiver(UUID projectId, UUID walletId) {
        return wallets.wallet(projectId, walletId)
                .orElseThrow(() -> ApiException.notFound("Receiver wallet " + walletId + " not found"));
    }

    WalletFacts ofUser(UUID projectId, UUID userId, WalletNetwork network) {
        return wallets.walletOf(projectId, userId, network)
                .orElseThrow(() -> ApiException.notFound("Wallet not found for user " + userId + " on " + network));
    }

    /** A wallet of the same project behind an address, which then is the receiver by name. */
    @Nullable
    WalletFacts behind(WalletFacts sender, Destination destination) {
        return wallets.byAddress(sender.network(), destination.base())
                .filter(wallet -> wallet.projectId().equals(sender.projectId()))
                .orElse(null);
    }
}
