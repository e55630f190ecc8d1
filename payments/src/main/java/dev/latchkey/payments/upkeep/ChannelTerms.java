package dev.latchkey.payments.upkeep;

/**
 * How many channels there are and what they hold.
 *
 * @param minimum kept from the start
 * @param maximum grown to while payments wait
 * @param startingBalance lumens a channel is made with and refilled to, in stroops; its reserve is sponsored
 * @param refillBelow a channel with less is refilled, in stroops
 */
public record ChannelTerms(int minimum, int maximum, long startingBalance, long refillBelow) {

    /** 5 XLM: room for the bid of 100 operations at any time, enough for half a million payments at the usual fee. */
    public static final ChannelTerms DEFAULT = new ChannelTerms(10, 100, 50_000_000, 15_000_000);
}
