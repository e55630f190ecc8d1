package dev.latchkey.identity.provider;

import dev.latchkey.platform.http.ApiException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A document of a provider, kept for an hour. While the provider is away one up to a day old serves on; after three
 * failures it is left alone for a minute (auth-api.md 11).
 */
public final class CachedDocument<T> {

    private static final Logger LOG = LoggerFactory.getLogger(CachedDocument.class);
    private static final Duration FRESH = Duration.ofHours(1);
    private static final Duration STALE = Duration.ofHours(24);
    private static final Duration BETWEEN_SEARCHES = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofSeconds(60);
    private static final int FAILURES_BEFORE_PAUSE = 3;

    private final String title;
    private final Source<T> source;
    private final Clock clock;
    private final ReentrantLock asking = new ReentrantLock();

    private volatile @Nullable Fetched<T> fetched;
    private @Nullable Instant searchedAt;
    private @Nullable Instant failedAt;
    private int failures;

    /** Gets the document from the provider. */
    @FunctionalInterface
    public interface Source<T> {
        T fetch() throws IOException;
    }

    private record Fetched<T>(T document, Instant at) {
        boolean isYoungerThan(Duration age, Instant now) {
            return at.plus(age).isAfter(now);
        }
    }

    /** @param title for the log and the refusal, e.g. {@code keys of https://issuer.example} */
    public CachedDocument(String title, Source<T> source, Clock clock) {
        this.title = title;
        this.source = source;
        this.clock = clock;
    }

    /**
     * The document. Who finds an old one that may still serve does not wait for another who is asking for the next.
     *
     * @throws ApiException 503 when the provider is away and no document young enough is known
     */
    public T current() {
        Instant now = clock.instant();
        Fetched<T> known = fetched;
        if (known != null && known.isYoungerThan(FRESH, now)) {
            return known.document();
        }
        boolean mayServe = known != null && known.isYoungerThan(STALE, now);
        if (!asking.tryLock()) {
            if (known != null && mayServe) {
                return known.document();
            }
            asking.lock();
        }
        try {
            Fetched<T> latest = fetched;
            return latest != null && latest.isYoungerThan(FRESH, now) ? latest.document() : fetchOr(latest, now);
        } finally {
            asking.unlock();
        }
    }

    /**
     * Asks again because something is not in {@code seen}: strangers choose what they look for, so this happens only now
     * and then.
     */
    public T newerThan(T seen) {
        asking.lock();
        try {
            Instant now = clock.instant();
            Fetched<T> latest = fetched;
            if (latest != null && latest.document() != seen) {
                return latest.document();
            }
            if (searchedAt != null && searchedAt.plus(BETWEEN_SEARCHES).isAfter(now)) {
                return seen;
            }
            searchedAt = now;
            return fetchOr(latest, now);
        } finally {
            asking.unlock();
        }
    }

    private T fetchOr(@Nullable Fetched<T> known, Instant now) {
        boolean paused = failures >= FAILURES_BEFORE_PAUSE
                && failedAt != null
                && failedAt.plus(PAUSE).isAfter(now);
        if (!paused) {
            try {
                T document = source.fetch();
                fetched = new Fetched<>(document, now);
                failures = 0;
                return document;
            } catch (IOException failure) {
                failures++;
                failedAt = now;
                LOG.warn("cannot fetch the {}: {}", title, failure.getMessage());
            }
        }
        if (known != null && known.isYoungerThan(STALE, now)) {
            return known.document();
        }
        throw ApiException.unavailable("The " + title + " cannot be reached; try again shortly", 10);
    }
}
