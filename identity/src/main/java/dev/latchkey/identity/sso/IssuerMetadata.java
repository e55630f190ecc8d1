package dev.latchkey.identity.sso;

import com.nimbusds.jose.JWSAlgorithm;
import dev.latchkey.identity.provider.KeySource;
import dev.latchkey.platform.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What an issuer says of itself (OpenID Connect Discovery 1.0, section 3).
 *
 * @param algorithms of ID tokens that both sides accept; never empty
 * @param takesBasic whether the client authenticates by Basic, otherwise in the form
 * @param namesItself whether {@code iss} comes with every answer to an authorization request (RFC 9207)
 */
record IssuerMetadata(
        String issuer,
        URI authorizationEndpoint,
        URI tokenEndpoint,
        @Nullable URI userInfoEndpoint,
        URI jwksUri,
        Set<JWSAlgorithm> algorithms,
        boolean takesBasic,
        boolean namesItself) {

    private static final Set<JWSAlgorithm> ACCEPTED = accepted();

    IssuerMetadata {
        algorithms = Set.copyOf(algorithms);
    }

    /**
     * Reads the document.
     *
     * @param usable whether the server may talk to an address
     * @throws IOException when it is of another issuer, or nothing to sign in with
     */
    static IssuerMetadata read(String issuer, String text, Predicate<URI> usable) throws IOException {
        JsonNode document = parsed(text);
        if (!issuer.equals(document.path("issuer").asString(""))) {
            throw new IOException("the discovery document names another issuer");
        }
        Set<String> methods = texts(document.path("token_endpoint_auth_methods_supported"));
        boolean basic = methods.isEmpty() || methods.contains("client_secret_basic");
        if (!basic && !methods.contains("client_secret_post")) {
            throw new IOException("the issuer takes no client secret");
        }
        return new IssuerMetadata(
                issuer,
                endpoint(document, "authorization_endpoint", usable),
                endpoint(document, "token_endpoint", usable),
                document.has("userinfo_endpoint") ? endpoint(document, "userinfo_endpoint", usable) : null,
                endpoint(document, "jwks_uri", usable),
                algorithms(document),
                basic,
                document.path("authorization_response_iss_parameter_supported").asBoolean(false));
    }

    KeySource keys() {
        return new KeySource(issuer, jwksUri);
    }

    private static JsonNode parsed(String text) throws IOException {
        try {
            return Json.read(text);
        } catch (JacksonException malformed) {
            throw new IOException("the discovery document is not JSON", malformed);
        }
    }

    private static URI endpoint(JsonNode document, String name, Predicate<URI> usable) throws IOException {
        try {
            URI address = new URI(document.path(name).asString(""));
            if (usable.test(address)) {
                return address;
            }
        } catch (URISyntaxException malformed) {
            // said below
        }
        throw new IOException("the discovery document has no usable " + name);
    }

    /** Without a list it is RS256, which every issuer has to offer. */
    private static Set<JWSAlgorithm> algorithms(JsonNode document) throws IOException {
        Set<String> offered = texts(document.path("id_token_signing_alg_values_supported"));
        if (offered.isEmpty()) {
            return Set.of(JWSAlgorithm.RS256);
        }
        Set<JWSAlgorithm> common = new HashSet<>();
        offered.forEach(name -> common.add(JWSAlgorithm.parse(name)));
        common.retainAll(ACCEPTED);
        if (common.isEmpty()) {
            throw new IOException("the issuer signs in no way that is accepted here");
        }
        return common;
    }

    private static Set<String> texts(JsonNode list) {
        Set<String> texts = new LinkedHashSet<>();
        list.forEach(item -> texts.add(item.asString("")));
        return texts;
    }

    private static Set<JWSAlgorithm> accepted() {
        Set<JWSAlgorithm> all = new HashSet<>(JWSAlgorithm.Family.SIGNATURE);
        all.removeAll(List.of(JWSAlgorithm.ES256K));
        return Set.copyOf(all);
    }
}
