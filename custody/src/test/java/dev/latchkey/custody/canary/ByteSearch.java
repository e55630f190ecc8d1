package dev.latchkey.custody.canary;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Looks for byte sequences in a file of any size, in one pass. */
final class ByteSearch {

    private static final int CHUNK = 1 << 23;

    private ByteSearch() {}

    /** The names of the sequences that the file contains. */
    static Set<String> found(Path file, Map<String, byte[]> sequences) {
        int longest =
                sequences.values().stream().mapToInt(one -> one.length).max().orElse(1);
        byte[] window = new byte[CHUNK + longest];
        Set<String> found = new TreeSet<>();
        try (InputStream stream = Files.newInputStream(file)) {
            int kept = 0;
            for (int read; (read = stream.readNBytes(window, kept, CHUNK)) > 0; ) {
                int filled = kept + read;
                search(window, filled, sequences, found);
                // A sequence may lie across the border of two chunks.
                kept = Math.min(longest - 1, filled);
                System.arraycopy(window, filled - kept, window, 0, kept);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return found;
    }

    private static void search(byte[] window, int filled, Map<String, byte[]> sequences, Set<String> found) {
        sequences.forEach((name, sequence) -> {
            if (!found.contains(name) && contains(window, filled, sequence)) {
                found.add(name);
            }
        });
    }

    private static boolean contains(byte[] window, int filled, byte[] sequence) {
        byte first = sequence[0];
        byte second = sequence[1];
        int last = filled - sequence.length;
        for (int at = 0; at <= last; at++) {
            if (window[at] == first
                    && window[at + 1] == second
                    && Arrays.equals(window, at, at + sequence.length, sequence, 0, sequence.length)) {
                return true;
            }
        }
        return false;
    }
}
