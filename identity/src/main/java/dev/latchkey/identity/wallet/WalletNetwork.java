package dev.latchkey.identity.wallet;

/** The Stellar network a wallet lives on; which ledger stands behind the name is configuration. */
public enum WalletNetwork {
    MAINNET,
    TESTNET
}
