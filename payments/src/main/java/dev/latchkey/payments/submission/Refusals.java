package dev.latchkey.payments.submission;

import java.util.Set;

/** What a node's refusal means for the envelope (chain-rules 5). None of them proves that it is dead. */
enum Refusals {
    /** Nothing but a higher fee helps. */
    FEE,
    /** It may be valid later or on another node: send the same bytes again. */
    REPEAT,
    /** The channel is at fault, not what it carries: wait until certain, then use another. */
    CHANNEL,
    /** It can never be valid: wait until certain, then give up what it carries. */
    TERMINAL;

    private static final Set<String> REPEATABLE =
            Set.of("tx_bad_seq", "tx_too_late", "tx_too_early", "tx_internal_error", "tx_bad_min_seq_age_or_gap");

    private static final Set<String> CHANNELS = Set.of("tx_insufficient_balance", "tx_no_source_account");

    static Refusals of(String code) {
        if (code.equals("tx_insufficient_fee")) {
            return FEE;
        }
        if (REPEATABLE.contains(code)) {
            return REPEAT;
        }
        return CHANNELS.contains(code) ? CHANNEL : TERMINAL;
    }
}
