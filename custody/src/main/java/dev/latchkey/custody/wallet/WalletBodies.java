package dev.latchkey.custody.wallet;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.platform.json.Described;
import dev.latchkey.platform.json.Length;
import org.jspecify.annotations.Nullable;

/** What clients send to and get from the wallet routes besides rows. */
final class WalletBodies {

    private WalletBodies() {}

    /** Body of {@code POST /wallets}. */
    record CreateWallet(@Length(min = 1, max = 128) String userId, WalletNetwork network) {}

    /** Answer of {@code POST /wallets}. */
    record CreatedWallet(
            WalletView wallet,

            @Described("Always empty: keys never leave the server")
            String privateKey) {

        static CreatedWallet of(WalletRow row) {
            return new CreatedWallet(WalletView.of(row), "");
        }
    }

    /** Body of {@code PATCH /wallets/{id}}. */
    record ChangeWallet(@Nullable WalletStatus status) {}

    /** Body of {@code POST /wallets/orchestration/create}. */
    record OrchestrateWallet(
            @Length(min = 1, max = 128) String userId,
            WalletNetwork network,
            @Nullable @Length(min = 1, max = 255) String idempotencyKey) {}

    /** Answer of {@code POST /wallets/orchestration/create}. */
    record OrchestratedWallet(
            WalletView wallet,

            @Described("Always empty: keys never leave the server")
            String privateKey,

            boolean isNewWallet,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String idempotencyKey) {}

    /** Answer of {@code GET /wallets/orchestration/validate/{userId}/{network}}. */
    record WalletCreatability(boolean canCreate) {}
}
