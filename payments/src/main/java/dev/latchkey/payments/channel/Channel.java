package dev.latchkey.payments.channel;

import java.util.UUID;

/**
 * An account of ours that lends its sequence number.
 *
 * @param publicKey {@code G…}
 * @param sequence the last number it used, by our own journal
 * @param balance its lumens by our own bookkeeping, in stroops
 */
public record Channel(
        UUID id,
        ChannelKind kind,
        String publicKey,
        UUID serviceKeyId,
        ChannelState state,
        long sequence,
        long balance) {}
