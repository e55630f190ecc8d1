package dev.latchkey.identity.password;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The most common passwords of past breaches, bundled: the source that needs no network. In lower case. */
final class BundledBreaches implements BreachedPasswords {

    private static final String RESOURCE = "breached-passwords.txt";

    /** Read when the first password is set. */
    private static final class Ranges {
        static final Map<String, Set<String>> BY_PREFIX = read();
    }

    @Override
    public Set<String> suffixes(String prefix) {
        return Ranges.BY_PREFIX.getOrDefault(prefix, Set.of());
    }

    private static Map<String, Set<String>> read() {
        try (InputStream stream = BundledBreaches.class.getResourceAsStream(RESOURCE)) {
            if (stream == null) {
                throw new IllegalStateException("no resource " + RESOURCE);
            }
            return new BufferedReader(new InputStreamReader(stream, StandardCharsets.US_ASCII))
                    .lines()
                    .filter(line -> !line.startsWith("# "))
                    .map(BreachCheck::sha1)
                    .collect(Collectors.groupingBy(
                            sha1 -> sha1.substring(0, PREFIX_LENGTH),
                            Collectors.mapping(sha1 -> sha1.substring(PREFIX_LENGTH), Collectors.toUnmodifiableSet())));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
