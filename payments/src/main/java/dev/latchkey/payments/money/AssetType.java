package dev.latchkey.payments.money;

/** The asset types of the contract. */
public enum AssetType {
    NATIVE,
    CREDIT_ALPHANUM4,
    CREDIT_ALPHANUM12,
    /** Named by the contract, never payable. */
    LIQUIDITY_POOL_SHARES
}
