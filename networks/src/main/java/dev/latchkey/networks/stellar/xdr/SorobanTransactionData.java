package dev.latchkey.networks.stellar.xdr;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a contract transaction may use.
 *
 * @param archivedEntries indices into the read-write footprint of entries to restore first (CAP-66); null for the
 *     older form without that extension
 * @param resourceFee part of the transaction's fee in stroops that pays for resources
 */
public record SorobanTransactionData(@Nullable List<Long> archivedEntries, Resources resources, long resourceFee)
        implements XdrValue {
    public SorobanTransactionData {
        archivedEntries = archivedEntries == null ? null : List.copyOf(archivedEntries);
    }

    /** Ledger keys that are read, or read and written. */
    public record Footprint(List<LedgerKey> readOnly, List<LedgerKey> readWrite) implements XdrValue {
        public Footprint {
            readOnly = List.copyOf(readOnly);
            readWrite = List.copyOf(readWrite);
        }

        static Footprint read(XdrReader in) {
            return new Footprint(
                    in.list(XdrReader.UNLIMITED, LedgerKey::read), in.list(XdrReader.UNLIMITED, LedgerKey::read));
        }

        @Override
        public void write(XdrWriter out) {
            out.list(readOnly, XdrWriter.UNLIMITED).list(readWrite, XdrWriter.UNLIMITED);
        }
    }

    /** Limits: instructions, bytes read from disk, bytes written; unsigned 32-bit numbers. */
    public record Resources(Footprint footprint, long instructions, long diskReadBytes, long writeBytes)
            implements XdrValue {
        static Resources read(XdrReader in) {
            return new Resources(Footprint.read(in), in.uint32(), in.uint32(), in.uint32());
        }

        @Override
        public void write(XdrWriter out) {
            out.value(footprint).uint32(instructions).uint32(diskReadBytes).uint32(writeBytes);
        }
    }

    public static SorobanTransactionData read(XdrReader in) {
        int version = in.int32();
        List<Long> archivedEntries =
                switch (version) {
                    case 0 -> null;
                    case 1 -> in.list(XdrReader.UNLIMITED, XdrReader::uint32);
                    default -> throw in.unknown("extension of SorobanTransactionData", version);
                };
        return new SorobanTransactionData(archivedEntries, Resources.read(in), in.int64());
    }

    @Override
    public void write(XdrWriter out) {
        out.bool(archivedEntries != null);
        if (archivedEntries != null) {
            out.count(archivedEntries.size(), XdrWriter.UNLIMITED);
            archivedEntries.forEach(out::uint32);
        }
        out.value(resources).int64(resourceFee);
    }
}
