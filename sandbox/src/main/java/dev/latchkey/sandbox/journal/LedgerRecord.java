package dev.latchkey.sandbox.journal;

import java.util.List;

/** One closed ledger as the journal keeps it: envelopes in the order of application, and the hash they must lead to. */
public record LedgerRecord(int sequence, long closeTime, long effectiveBaseFee, String hash, List<byte[]> envelopes) {}
