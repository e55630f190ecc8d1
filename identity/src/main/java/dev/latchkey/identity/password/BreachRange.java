package dev.latchkey.identity.password;

import dev.latchkey.identity.provider.GuardedFetcher;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A source behind HTTP that speaks the range protocol of "Have I Been Pwned": {@code GET <base>/<prefix>} answers lines of
 * {@code SUFFIX:COUNT}. Padding is asked for, so that not even the length of the answer tells the prefix; padding lines
 * have the count 0.
 */
public final class BreachRange implements BreachedPasswords {

    private static final Duration TIMEOUT = Duration.ofMillis(1500);
    private static final Map<String, String> HEADERS = Map.of("Add-Padding", "true", "Accept", "text/plain");

    private final String base;

    /** The operator names the address, so it may be one of the operator's own network. */
    private final GuardedFetcher fetcher = new GuardedFetcher(TIMEOUT, true);

    public BreachRange(URI base) {
        this.base = base.toString().replaceFirst("/+$", "");
    }

    @Override
    public Set<String> suffixes(String prefix) throws IOException {
        GuardedFetcher.Answer answer = fetcher.get(URI.create(base + "/" + prefix), HEADERS);
        if (answer.status() != 200) {
            throw new IOException("answered " + answer.status());
        }
        return answer.body()
                .lines()
                .map(line -> line.strip().split(":", 2))
                .filter(parts -> parts.length == 2 && !parts[1].equals("0"))
                .map(parts -> parts[0])
                .collect(Collectors.toSet());
    }
}
