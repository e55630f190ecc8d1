package dev.latchkey.payments.history;

import dev.latchkey.payments.money.AssetId;

/**
 * What a claimable balance holds.
 *
 * @param amount in units of 10⁻⁷
 */
public record ClaimableAmount(long amount, AssetId asset) {}
