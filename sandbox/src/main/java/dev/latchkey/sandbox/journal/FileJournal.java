package dev.latchkey.sandbox.journal;

import dev.latchkey.sandbox.ledger.Xdr;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * An append-only file of records: length (4 bytes), CRC-32C (4 bytes), payload. The first record is the preamble. A torn
 * last record, as a crash leaves it, is cut off on opening; a broken record with others after it stops the start.
 */
public final class FileJournal implements Journal {
    private static final int HEADER_BYTES = 8;
    private static final int MAX_RECORD_BYTES = 256 << 20;
    private final FileChannel channel;

    private FileJournal(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Opens the file and hands its ledgers to {@code replay}, oldest first. {@code preamble} is written to a new file; the
     * one of an existing file is given to {@code found} first.
     */
    public static FileJournal open(Path file, String preamble, Consumer<String> found, Consumer<LedgerRecord> replay) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                lock(channel, file);
                FileJournal journal = new FileJournal(channel);
                journal.read(preamble, found, replay);
                return journal;
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot open the sandbox journal " + file, e);
        }
    }

    private static void lock(FileChannel channel, Path file) throws IOException {
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            throw new IllegalStateException("Another process uses the sandbox journal " + file);
        }
    }

    private void read(String preamble, Consumer<String> found, Consumer<LedgerRecord> replay) throws IOException {
        long position = 0;
        boolean first = true;
        Optional<byte[]> payload = record(position);
        while (payload.isPresent()) {
            byte[] bytes = payload.get();
            if (first) {
                found.accept(new String(bytes, StandardCharsets.UTF_8));
                first = false;
            } else {
                replay.accept(decode(bytes));
            }
            position += HEADER_BYTES + bytes.length;
            payload = record(position);
        }
        channel.truncate(position);
        channel.position(position);
        if (first) {
            found.accept(preamble);
            write(Xdr.utf8(preamble));
            channel.force(true);
        }
    }

    /** The record at a position; empty at the end of the file and before a torn last record. */
    private Optional<byte[]> record(long position) throws IOException {
        long left = channel.size() - position;
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        if (left < HEADER_BYTES || !fill(header, position)) {
            return Optional.empty();
        }
        int length = header.getInt();
        int checksum = header.getInt();
        if (length < 0 || length > MAX_RECORD_BYTES || length > left - HEADER_BYTES) {
            return Optional.empty();
        }
        ByteBuffer payload = ByteBuffer.allocate(length);
        if (!fill(payload, position + HEADER_BYTES)) {
            return Optional.empty();
        }
        if (checksum(payload.array()) == checksum) {
            return Optional.of(payload.array());
        }
        if (length < left - HEADER_BYTES) {
            throw new IllegalStateException("The sandbox journal is damaged at byte " + position);
        }
        return Optional.empty();
    }

    private boolean fill(ByteBuffer buffer, long position) throws IOException {
        long at = position;
        while (buffer.hasRemaining()) {
            int read = channel.read(buffer, at);
            if (read < 0) {
                return false;
            }
            at += read;
        }
        buffer.flip();
        return true;
    }

    @Override
    public void append(LedgerRecord ledger) {
        try {
            write(encode(ledger));
            if (!ledger.envelopes().isEmpty()) {
                channel.force(false);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the sandbox journal", e);
        }
    }

    private void write(byte[] payload) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(HEADER_BYTES + payload.length)
                .putInt(payload.length)
                .putInt(checksum(payload))
                .put(payload)
                .flip();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    private static int checksum(byte[] payload) {
        CRC32C checksum = new CRC32C();
        checksum.update(payload);
        return (int) checksum.getValue();
    }

    private static byte[] encode(LedgerRecord ledger) {
        return Xdr.encode(out -> {
            out.writeInt(ledger.sequence());
            out.writeLong(ledger.closeTime());
            out.writeLong(ledger.effectiveBaseFee());
            out.write(HexFormat.of().parseHex(ledger.hash()));
            out.writeInt(ledger.envelopes().size());
            for (byte[] envelope : ledger.envelopes()) {
                out.writeInt(envelope.length);
                out.write(envelope);
            }
        });
    }

    private static LedgerRecord decode(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int sequence = in.readInt();
            long closeTime = in.readLong();
            long baseFee = in.readLong();
            String hash = HexFormat.of().formatHex(exactly(in, 32));
            int count = in.readInt();
            List<byte[]> envelopes = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                envelopes.add(exactly(in, in.readInt()));
            }
            return new LedgerRecord(sequence, closeTime, baseFee, hash, envelopes);
        } catch (IOException e) {
            throw new UncheckedIOException("The sandbox journal holds a record of another format", e);
        }
    }

    private static byte[] exactly(DataInputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        return bytes;
    }

    @Override
    public void close() {
        try {
            channel.force(true);
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
