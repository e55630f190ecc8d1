package dev.latchkey.custody.legacy;

import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.platform.json.Described;
import dev.latchkey.platform.json.Length;
import dev.latchkey.platform.json.Matches;
import java.util.UUID;

/** Body of {@code POST /internal/key-management/import}: a row of the former service's {@code Wallet} table. */
record ImportWallet(
        UUID projectId,
        UUID userId,
        WalletNetwork network,

        @Matches(value = "G[A-Z2-7]{55}", message = "publicKey must be the address of an account (G…)")
        String publicKey,

        @Described("The version-1 envelope as it was stored: JSON text with encryptedData, iv and tag")
        @Length(min = 1, max = 4096)
        String encryptedSecret) {}
