package dev.latchkey.sandbox.network;

import dev.latchkey.sandbox.history.ClosedLedger;
import dev.latchkey.sandbox.journal.FileJournal;
import dev.latchkey.sandbox.journal.Journal;
import dev.latchkey.sandbox.journal.LedgerRecord;
import dev.latchkey.sandbox.operation.Operations;
import dev.latchkey.sandbox.transaction.EnvelopeDecoder;
import dev.latchkey.sandbox.transaction.MalformedEnvelopeException;
import dev.latchkey.sandbox.transaction.NetworkId;
import dev.latchkey.sandbox.transaction.SignatureVerifier;
import dev.latchkey.sandbox.transaction.TransactionApplier;
import dev.latchkey.sandbox.transaction.TransactionFrame;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A chain rebuilt from its journal, or a new one. */
record Restored(NetworkParameters parameters, Chain chain, Journal journal) {

    static Restored from(@Nullable Path file, NetworkParameters wanted, Operations operations) {
        if (file == null) {
            return new Restored(wanted, new Chain(wanted), Journal.none());
        }
        Replay replay = new Replay(wanted, operations);
        FileJournal journal = FileJournal.open(file, preamble(wanted), replay::begin, replay::add);
        return new Restored(replay.parameters(), replay.chain(), journal);
    }

    private static String preamble(NetworkParameters parameters) {
        return String.join(
                "\n",
                "latchkey-sandbox-journal 1",
                parameters.id().passphrase(),
                Integer.toString(parameters.protocolVersion()),
                Integer.toString(parameters.baseFee()),
                Integer.toString(parameters.baseReserve()),
                Integer.toString(parameters.operationsPerLedger()),
                Long.toString(parameters.genesisTime()));
    }

    private static NetworkParameters parse(String preamble) {
        List<String> lines = preamble.lines().toList();
        if (lines.size() != 7 || !lines.getFirst().equals("latchkey-sandbox-journal 1")) {
            throw new IllegalStateException("The sandbox journal is of another format");
        }
        return new NetworkParameters(
                new NetworkId(lines.get(1)),
                Integer.parseInt(lines.get(2)),
                Integer.parseInt(lines.get(3)),
                Integer.parseInt(lines.get(4)),
                Integer.parseInt(lines.get(5)),
                Long.parseLong(lines.get(6)));
    }

    /** Applies the kept ledgers again. Signatures were checked when they were taken; each header hash proves the state. */
    private static final class Replay {
        private final NetworkParameters wanted;
        private final TransactionApplier applier;
        private @Nullable NetworkParameters parameters;
        private @Nullable Chain chain;

        Replay(NetworkParameters wanted, Operations operations) {
            this.wanted = wanted;
            this.applier = new TransactionApplier(operations, SignatureVerifier.trusting());
        }

        void begin(String preamble) {
            NetworkParameters kept = parse(preamble);
            if (!kept.isCompatibleWith(wanted)) {
                throw new IllegalStateException(
                        "The sandbox journal belongs to a network with other parameters: " + kept);
            }
            parameters = kept;
            chain = new Chain(kept);
        }

        void add(LedgerRecord ledger) {
            EnvelopeDecoder decoder = new EnvelopeDecoder(parameters().id());
            List<TransactionFrame> frames = new ArrayList<>();
            try {
                for (byte[] envelope : ledger.envelopes()) {
                    frames.add(decoder.decode(envelope));
                }
            } catch (MalformedEnvelopeException e) {
                throw new IllegalStateException("The sandbox journal holds a broken envelope", e);
            }
            ClosedLedger closed = chain().close(frames, ledger.closeTime(), ledger.effectiveBaseFee(), applier);
            if (closed.sequence() != ledger.sequence() || !closed.hash().equals(ledger.hash())) {
                throw new IllegalStateException(
                        "Ledger " + ledger.sequence() + " of the sandbox journal does not lead to its own hash");
            }
        }

        NetworkParameters parameters() {
            return Objects.requireNonNull(parameters);
        }

        Chain chain() {
            return Objects.requireNonNull(chain);
        }
    }
}
