package dev.latchkey.payments.transaction;

import dev.latchkey.custody.wallet.WalletFacts;
import dev.latchkey.payments.money.AssetId;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A payment that somebody asks for, its parties known.
 *
 * @param receiver null for an account outside of the project
 * @param destination {@code G…} or {@code M…}
 * @param amount in units of 10⁻⁷
 * @param fingerprint SHA-256 of what was asked, for telling a repetition from another request
 */
record NewPayment(
        WalletFacts sender,
        @Nullable WalletFacts receiver,
        Destination destination,
        AssetId asset,
        long amount,
        @Nullable String memo,
        @Nullable ObjectNode metadata,
        @Nullable String idempotencyKey,
        Fingerprint fingerprint) {}
