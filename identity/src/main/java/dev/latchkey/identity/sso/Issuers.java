package dev.latchkey.identity.sso;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.latchkey.identity.provider.CachedDocument;
import dev.latchkey.identity.provider.GuardedFetcher;
import dev.latchkey.identity.provider.KeySource;
import dev.latchkey.platform.http.ApiException;
import java.io.IOException;
import java.time.Clock;

/** The discovery documents of issuers. */
final class Issuers {

    private final GuardedFetcher fetcher;
    private final Clock clock;
    private final Cache<String, CachedDocument<IssuerMetadata>> known =
            Caffeine.newBuilder().maximumSize(10_000).build();

    Issuers(GuardedFetcher fetcher, Clock clock) {
        this.fetcher = fetcher;
        this.clock = clock;
    }

    /** What the issuer says now. */
    IssuerMetadata discover(String issuer) throws IOException {
        return IssuerMetadata.read(issuer, fetcher.fetch(KeySource.discoveryOf(issuer)), fetcher::admits);
    }

    /**
     * What the issuer said within the last hour.
     *
     * @throws ApiException 503 when it is away and has been for a day
     */
    IssuerMetadata current(String issuer) {
        return known.get(
                        issuer,
                        name -> new CachedDocument<>("discovery document of " + name, () -> discover(name), clock))
                .current();
    }
}
