package dev.latchkey.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Published test vectors as resources: one a line, its values between tabs; lines with # are comments. */
public final class Vectors {

    private Vectors() {}

    /** All vectors of a resource, such as {@code /vectors/wycheproof/ed25519.tsv}. */
    public static List<String[]> read(Class<?> test, String resource) {
        try (InputStream file = test.getResourceAsStream(resource)) {
            String text = new String(Objects.requireNonNull(file, resource).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
