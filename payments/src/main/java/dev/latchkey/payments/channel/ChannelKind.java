package dev.latchkey.payments.channel;

/** What an account of ours is for. */
public enum ChannelKind {
    /** Pays reserves, makes and refills channels, pays for fee bumps. One per network. */
    SPONSOR,
    /** Lends its sequence number to one transaction at a time and pays its fee. */
    CHANNEL
}
