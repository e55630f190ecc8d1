package dev.latchkey.identity.provider;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.json.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The keys of one provider, kept for an hour and asked for anew when a token names an unknown one. While the provider is
 * away, keys up to a day old serve on; after three failures it is left alone for a minute (auth-api.md 11).
 */
final class ProviderKeys {

    private static final Logger LOG = LoggerFactory.getLogger(ProviderKeys.class);
    private static final Duration FRESH = Duration.ofHours(1);
    private static final Duration STALE = Duration.ofHours(24);
    private static final Duration BETWEEN_SEARCHES = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofSeconds(60);
    private static final int FAILURES_BEFORE_PAUSE = 3;
    private static final int MAX_KEYS = 64;

    private final AuthProvider provider;
    private final DocumentFetcher fetcher;
    private final Clock clock;

    private volatile @Nullable Fetched fetched;
    private @Nullable Instant searchedAt;
    private @Nullable Instant failedAt;
    private int failures;

    private record Fetched(List<JWK> keys, Instant at) {}

    ProviderKeys(AuthProvider provider, DocumentFetcher fetcher, Clock clock) {
        this.provider = provider;
        this.fetcher = fetcher;
        this.clock = clock;
    }

    /**
     * The keys that may have made a signature: the one with the id, or all of them when the token names none.
     *
     * @throws ApiException 503 when the provider is away and no keys young enough are known
     */
    List<JWK> candidates(@Nullable String keyId) {
        Fetched known = fetched;
        if (known == null || known.at().plus(FRESH).isBefore(clock.instant())) {
            known = refreshed(known);
        }
        List<JWK> matching = matching(known, keyId);
        return matching.isEmpty() ? matching(searched(known), keyId) : matching;
    }

    private static List<JWK> matching(Fetched known, @Nullable String keyId) {
        return known.keys().stream()
                .filter(key -> keyId == null || keyId.equals(key.getKeyID()))
                .toList();
    }

    /** Strangers choose the key ids they send, so a search for one happens only now and then. */
    private synchronized Fetched searched(Fetched known) {
        Fetched current = fetched;
        Instant now = clock.instant();
        if (current != null && current.at().isAfter(known.at())) {
            return current;
        }
        if (searchedAt != null && searchedAt.plus(BETWEEN_SEARCHES).isAfter(now)) {
            return known;
        }
        searchedAt = now;
        return fetchOr(known, now);
    }

    private synchronized Fetched refreshed(@Nullable Fetched known) {
        Fetched current = fetched;
        Instant now = clock.instant();
        if (current != null && current.at().plus(FRESH).isAfter(now)) {
            return current;
        }
        return fetchOr(known, now);
    }

    private Fetched fetchOr(@Nullable Fetched known, Instant now) {
        boolean paused = failures >= FAILURES_BEFORE_PAUSE
                && failedAt != null
                && failedAt.plus(PAUSE).isAfter(now);
        if (!paused) {
            try {
                Fetched fresh = new Fetched(fetch(), now);
                fetched = fresh;
                failures = 0;
                return fresh;
            } catch (IOException | ParseException | JacksonException failure) {
                failures++;
                failedAt = now;
                LOG.warn("cannot fetch the keys of {}: {}", provider.issuer(), failure.getMessage());
            }
        }
        if (known != null && known.at().plus(STALE).isAfter(now)) {
            return known;
        }
        throw ApiException.unavailable("The auth provider's keys cannot be reached; try again shortly", 10);
    }

    private List<JWK> fetch() throws IOException, ParseException {
        URI location = provider.jwksUrl() == null ? discover() : provider.jwksUrl();
        String text = new String(fetcher.fetch(location), StandardCharsets.UTF_8);
        List<JWK> keys = JWKSet.parse(text).getKeys();
        if (keys.size() > MAX_KEYS) {
            throw new IOException("more than " + MAX_KEYS + " keys");
        }
        return List.copyOf(keys);
    }

    /** OpenID Connect Discovery 1.0, section 4: the document must name the issuer it was asked for. */
    private URI discover() throws IOException {
        URI location = URI.create(provider.issuer().replaceFirst("/$", "") + "/.well-known/openid-configuration");
        JsonNode document = Json.read(new String(fetcher.fetch(location), StandardCharsets.UTF_8));
        if (!provider.issuer().equals(document.path("issuer").asString(""))) {
            throw new IOException("the discovery document names another issuer");
        }
        try {
            return URI.create(document.path("jwks_uri").asString(""));
        } catch (IllegalArgumentException malformed) {
            throw new IOException("the discovery document has no usable jwks_uri", malformed);
        }
    }
}
