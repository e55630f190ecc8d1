package dev.latchkey.payments.asset;

import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.platform.json.Described;
import dev.latchkey.platform.json.Matches;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /projects/:id/assets}. */
record AddAsset(
        @Described("1 to 12 letters and digits")
        @Matches(value = "[A-Za-z0-9]{1,12}", message = "code must have 1 to 12 letters and digits")
        String code,

        @Described("The issuing account, G…") IssuerAddress issuer,
        @Described("TESTNET where left out") @Nullable WalletNetwork network) {}
