package dev.latchkey.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A real OpenID-Connect-like issuer on loopback: discovery, key set, tokens; can be away, slow or odd. */
final class Issuer implements AutoCloseable {

    /** How the issuer behaves. */
    enum Mood {
        WELL,
        AWAY,
        SLOW,
        REDIRECTING,
        HUGE,
        NONSENSE,
        ANOTHER_ISSUER
    }

    private final HttpServer server;
    final AtomicInteger keyFetches = new AtomicInteger();
    final AtomicInteger requests = new AtomicInteger();
    volatile Mood mood = Mood.WELL;
    volatile List<JWK> keys = List.of();

    Issuer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::serve);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    static String token(JWK key, JWSAlgorithm algorithm, JWTClaimsSet claims) {
        JWSHeader header =
                new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).build();
        return token(key, header, claims);
    }

    static String token(JWK key, JWSHeader header, JWTClaimsSet claims) {
        try {
            SignedJWT jwt = new SignedJWT(header, claims);
            switch (key) {
                case RSAKey rsa -> jwt.sign(new RSASSASigner(rsa));
                case ECKey ec -> jwt.sign(new ECDSASigner(ec));
                default -> throw new IllegalArgumentException("no signer for " + key);
            }
            return jwt.serialize();
        } catch (JOSEException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** EdDSA by the JDK, as the token library signs so only with another one. */
    static String edDsaToken(OctetKeyPair publicKey, PrivateKey privateKey, JWTClaimsSet claims) {
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.EdDSA)
                .keyID(publicKey.getKeyID())
                .build();
        String input = header.toBase64URL() + "." + Base64URL.encode(claims.toString());
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(privateKey);
            signature.update(input.getBytes(StandardCharsets.US_ASCII));
            return input + "." + Base64URL.encode(signature.sign());
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException(failed);
        }
    }

    static OctetKeyPair ed25519(String keyId, byte[] publicKey) {
        return new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(publicKey))
                .keyID(keyId)
                .build();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void serve(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        switch (mood) {
            case WELL -> answer(exchange, 200, document(exchange, url()));
            case ANOTHER_ISSUER -> answer(exchange, 200, document(exchange, "https://another.example"));
            case AWAY -> answer(exchange, 500, "{}");
            case NONSENSE -> answer(exchange, 200, "<html>");
            case HUGE -> answer(exchange, 200, "{\"keys\":[" + " ".repeat(300_000) + "]}");
            case REDIRECTING -> {
                exchange.getResponseHeaders().add("Location", url() + "/elsewhere");
                answer(exchange, 302, "{}");
            }
            case SLOW -> {
                pause();
                answer(exchange, 200, document(exchange, url()));
            }
        }
    }

    private String document(HttpExchange exchange, String issuer) {
        if (exchange.getRequestURI().getPath().endsWith("/openid-configuration")) {
            return "{\"issuer\":\"" + issuer + "\",\"jwks_uri\":\"" + url() + "/keys\"}";
        }
        keyFetches.incrementAndGet();
        return new JWKSet(keys).toPublicJWKSet().toString();
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static void pause() {
        try {
            Thread.sleep(20_000);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
