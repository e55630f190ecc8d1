package dev.latchkey.identity.provider;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.json.Json;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The keys of one provider, asked for anew when a token names an unknown one. */
final class ProviderKeys {

    private static final int MAX_KEYS = 64;

    private final KeySource source;
    private final DocumentFetcher fetcher;
    private final CachedDocument<List<JWK>> keys;

    ProviderKeys(KeySource source, DocumentFetcher fetcher, Clock clock) {
        this.source = source;
        this.fetcher = fetcher;
        this.keys = new CachedDocument<>("keys of " + source.issuer(), this::fetch, clock);
    }

    /**
     * The keys that may have made a signature: the one with the id, or all of them when the token names none.
     *
     * @throws ApiException 503 when the provider is away and no keys young enough are known
     */
    List<JWK> candidates(@Nullable String keyId) {
        List<JWK> known = keys.current();
        List<JWK> matching = matching(known, keyId);
        return matching.isEmpty() ? matching(keys.newerThan(known), keyId) : matching;
    }

    private static List<JWK> matching(List<JWK> known, @Nullable String keyId) {
        return known.stream()
                .filter(key -> keyId == null || keyId.equals(key.getKeyID()))
                .toList();
    }

    private List<JWK> fetch() throws IOException {
        URI location = source.jwksUrl() == null ? discover() : source.jwksUrl();
        try {
            List<JWK> found = JWKSet.parse(fetcher.fetch(location)).getKeys();
            if (found.size() > MAX_KEYS) {
                throw new IOException("more than " + MAX_KEYS + " keys");
            }
            return List.copyOf(found);
        } catch (ParseException malformed) {
            throw new IOException("not a key set", malformed);
        }
    }

    /** OpenID Connect Discovery 1.0, section 4: the document must name the issuer it was asked for. */
    private URI discover() throws IOException {
        try {
            JsonNode document = Json.read(fetcher.fetch(KeySource.discoveryOf(source.issuer())));
            if (!source.issuer().equals(document.path("issuer").asString(""))) {
                throw new IOException("the discovery document names another issuer");
            }
            return URI.create(document.path("jwks_uri").asString(""));
        } catch (JacksonException | IllegalArgumentException malformed) {
            throw new IOException("the discovery document has no usable jwks_uri", malformed);
        }
    }
}
