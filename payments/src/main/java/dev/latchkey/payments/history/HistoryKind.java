package dev.latchkey.payments.history;

/** What can happen to a wallet. */
public enum HistoryKind {
    ACCOUNT_CREATED,
    /** The wallet created somebody else's account. */
    ACCOUNT_FUNDED,
    ACCOUNT_MERGED,
    PAYMENT_SENT,
    PAYMENT_RECEIVED,
    /** Paid in another asset than arrived; amount and asset are what left the wallet. */
    PATH_PAYMENT_SENT,
    /** Paid in another asset than arrived; amount and asset are what arrived. */
    PATH_PAYMENT_RECEIVED,
    /** One asset went, another (amount and asset) came: a payment to itself along a path, or an offer that was taken. */
    ASSET_EXCHANGED,
    OFFER_CHANGED,
    TRUSTLINE_ADDED,
    TRUSTLINE_REMOVED,
    /** The issuer allowed or stopped the use of an asset. */
    TRUSTLINE_AUTHORIZED,
    CLAIMABLE_BALANCE_CREATED,
    CLAIMABLE_BALANCE_CLAIMED,
    CLAWBACK,
    DATA_SET,
    DATA_REMOVED,
    OPTIONS_CHANGED,
    LIQUIDITY_DEPOSITED,
    LIQUIDITY_WITHDRAWN,
    CONTRACT_CALLED
}
