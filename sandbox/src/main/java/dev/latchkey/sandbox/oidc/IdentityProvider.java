package dev.latchkey.sandbox.oidc;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.json.JsonMapper;

/**
 * A real issuer on loopback: discovery document, JWKS over HTTP, and ID tokens signed with ES256 (RFC 7518 §3.4). It
 * stands for Clerk, Better Auth or any other provider where none can be reached.
 */
public final class IdentityProvider implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration LIFETIME = Duration.ofMinutes(5);

    private final HttpServer server;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final Clock clock;
    private volatile SigningKey key;

    private record SigningKey(String id, KeyPair pair) {}

    private IdentityProvider(HttpServer server, Clock clock) {
        this.server = server;
        this.clock = clock;
        this.key = newKey(1);
    }

    /** Starts on a free loopback port. */
    public static IdentityProvider start(Clock clock) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
            IdentityProvider provider = new IdentityProvider(server, clock);
            server.createContext(
                    "/.well-known/openid-configuration", exchange -> provider.send(exchange, provider.discovery()));
            server.createContext("/jwks.json", exchange -> provider.send(exchange, provider.jwks()));
            server.setExecutor(provider.executor);
            server.start();
            return provider;
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
    }

    /** The {@code iss} of its tokens; the discovery document lies under it. */
    public String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public String jwksUrl() {
        return issuer() + "/jwks.json";
    }

    /** An ID token for {@code subject} that is valid for five minutes, with a verified address. */
    public String idToken(String subject, String audience, String email) {
        Instant now = clock.instant();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", issuer());
        claims.put("sub", subject);
        claims.put("aud", audience);
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.plus(LIFETIME).getEpochSecond());
        claims.put("email", email);
        claims.put("email_verified", true);
        return token(claims);
    }

    /** A token with any claims, signed with the current key. */
    public String token(Map<String, Object> claims) {
        SigningKey current = key;
        String input = encode(JSON.writeValueAsBytes(Map.of("alg", "ES256", "typ", "JWT", "kid", current.id())))
                + "."
                + encode(JSON.writeValueAsBytes(claims));
        return input + "." + encode(sign(current.pair(), input));
    }

    /** Replaces the signing key; the old one leaves the JWKS at once. */
    public void rotateKey() {
        key = newKey(Integer.parseInt(key.id().substring("key-".length())) + 1);
    }

    @Override
    public void close() {
        server.stop(0);
        executor.close();
    }

    private Map<String, Object> discovery() {
        return Map.of(
                "issuer", issuer(),
                "jwks_uri", jwksUrl(),
                "authorization_endpoint", issuer() + "/authorize",
                "response_types_supported", List.of("code"),
                "subject_types_supported", List.of("public"),
                "id_token_signing_alg_values_supported", List.of("ES256"));
    }

    private Map<String, Object> jwks() {
        SigningKey current = key;
        ECPublicKey point = (ECPublicKey) current.pair().getPublic();
        return Map.of(
                "keys",
                List.of(Map.of(
                        "kty", "EC",
                        "crv", "P-256",
                        "alg", "ES256",
                        "use", "sig",
                        "kid", current.id(),
                        "x", encode(coordinate(point.getW().getAffineX())),
                        "y", encode(coordinate(point.getW().getAffineY())))));
    }

    private void send(HttpExchange exchange, Map<String, Object> document) throws IOException {
        byte[] body = JSON.writeValueAsBytes(document);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        try (exchange) {
            exchange.getResponseBody().write(body);
        }
    }

    private static SigningKey newKey(int number) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return new SigningKey("key-" + number, generator.generateKeyPair());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] sign(KeyPair pair, String input) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(pair.getPrivate());
            signature.update(input.getBytes(StandardCharsets.UTF_8));
            return signature.sign();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A coordinate as 32 bytes, big-endian (RFC 7518 §6.2.1.2). */
    private static byte[] coordinate(BigInteger value) {
        byte[] bytes = value.toByteArray();
        byte[] fixed = new byte[32];
        int length = Math.min(bytes.length, 32);
        System.arraycopy(bytes, bytes.length - length, fixed, 32 - length, length);
        return fixed;
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
