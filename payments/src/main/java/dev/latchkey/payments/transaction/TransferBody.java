package dev.latchkey.payments.transaction;

import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.platform.json.Described;
import dev.latchkey.platform.json.Length;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Body of {@code POST /transfers}: each party by exactly one of its ids. */
record TransferBody(
        @Described("Pays from this user's wallet on the network") @Nullable
        UUID senderUserId,

        @Nullable UUID senderWalletId,

        @Described("Pays to this user's wallet on the network") @Nullable
        UUID receiverUserId,

        @Nullable UUID receiverWalletId,

        @Described("For parties given by user id; TESTNET where left out") @Nullable
        WalletNetwork network,

        AssetBody asset,

        @Described("Positive decimal with up to 7 decimal places")
        PaymentAmount amount,

        @Described("Text memo, at most 28 bytes of UTF-8") @Nullable
        MemoText memo,

        @Nullable ObjectNode metadata,

        @Described("The same key and body give the same transaction for ever; another body is refused (422)")
        @Length(min = 1, max = 255)
        @Nullable
        String idempotencyKey) {}
