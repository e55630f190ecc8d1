package dev.latchkey.payments.transaction;

import dev.latchkey.platform.json.Described;
import dev.latchkey.platform.json.Length;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Body of {@code POST /transactions}: exactly one of {@code receiverWalletId} and {@code destination}. */
record CreateTransactionBody(
        @Described("Positive decimal with up to 7 decimal places")
        PaymentAmount amount,

        AssetBody asset,
        UUID senderWalletId,
        @Nullable UUID receiverWalletId,

        @Described("An account outside of the project, G… or M…; instead of receiverWalletId") @Nullable
        Destination destination,

        @Described("Text memo, at most 28 bytes of UTF-8") @Nullable
        MemoText memo,

        @Nullable ObjectNode metadata,

        @Described("The same key and body give the same transaction for ever; another body is refused (422)")
        @Length(min = 1, max = 255)
        @Nullable
        String idempotencyKey) {}
