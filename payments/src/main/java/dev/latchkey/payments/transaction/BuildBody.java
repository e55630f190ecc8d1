package dev.latchkey.payments.transaction;

import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.platform.json.Described;
import org.jspecify.annotations.Nullable;

/** Body of {@code POST /transactions/build}. */
record BuildBody(
        @Described("The paying account, G…") String sourcePublicKey,
        @Described("The paid account, G… or M…") String destinationPublicKey,

        @Described("Positive decimal with up to 7 decimal places")
        PaymentAmount amount,

        @Described("native, or the code of an issued asset") String assetCode,

        @Described("The issuing account, G…; required unless assetCode is native") @Nullable
        String assetIssuer,

        @Described("Text memo, at most 28 bytes of UTF-8") @Nullable
        MemoText memo,

        WalletNetwork network) {}
