package dev.latchkey.identity;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.latchkey.networks.stellar.xdr.AccountId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** A Horizon that knows the accounts a test tells it of, and serves a wallet application's stellar.toml. */
final class FakeHorizon implements AutoCloseable {

    private final HttpServer server;
    private final Map<String, String> documents = new ConcurrentHashMap<>();
    volatile boolean broken;

    FakeHorizon() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    String url() {
        return "http://localhost:" + port();
    }

    void forget() {
        documents.clear();
        broken = false;
    }

    /** An account with the medium threshold and the weights of its signers. */
    void account(AccountId account, long threshold, Map<AccountId, Integer> weights) {
        String signers = weights.entrySet().stream()
                .map(entry -> "{\"weight\":%d,\"key\":\"%s\",\"type\":\"ed25519_public_key\"}"
                        .formatted(entry.getValue(), entry.getKey()))
                .collect(Collectors.joining(","));
        documents.put("/accounts/" + account, """
                {"account_id":"%s","sequence":"7","subentry_count":0,
                 "thresholds":{"low_threshold":0,"med_threshold":%d,"high_threshold":20},
                 "flags":{"auth_required":false,"auth_revocable":false},
                 "balances":[],"signers":[%s],"data":{}}
                """.formatted(account, threshold, signers));
    }

    void stellarToml(String text) {
        documents.put("/.well-known/stellar.toml", text);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String document = documents.get(exchange.getRequestURI().getPath());
        int status = broken ? 500 : document == null ? 404 : 200;
        String body = status == 200 ? document : "{\"type\":\"https://stellar.org/horizon-errors/not_found\"}";
        byte[] bytes = String.valueOf(body).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
