package dev.latchkey.identity.authenticate;

import dev.latchkey.identity.user.UserView;
import dev.latchkey.identity.wallet.WalletSummary;

/** Answer of {@code POST /auth/authenticate}; never holds secret material. */
record AuthenticatedUser(UserView user, WalletSummary wallet, boolean isNewUser, boolean isNewWallet) {}
