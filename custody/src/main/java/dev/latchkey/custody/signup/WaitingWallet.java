package dev.latchkey.custody.signup;

import dev.latchkey.identity.wallet.WalletNetwork;
import java.time.Instant;
import java.util.UUID;

/**
 * A wallet that somebody who signed up has yet to be given.
 *
 * @param waitsFor what it waits for
 * @param notBefore when it is looked at again, at the earliest
 */
record WaitingWallet(
        UUID userId, WalletNetwork network, Instant requestedAt, WaitsFor waitsFor, Instant notBefore, int attempts) {

    /** Why there is no wallet yet. */
    enum WaitsFor {
        /** It is made in a moment. */
        TURN,
        /** The project has been given as many as it may have within an hour or a day. */
        BUDGET,
        /** It could not be made, and is tried again. */
        RETRY
    }
}
