package dev.latchkey.identity.callback;

import dev.latchkey.identity.provider.GuardedFetcher;
import dev.latchkey.identity.signin.AuthCallback;
import dev.latchkey.platform.configuration.Secret;
import dev.latchkey.platform.crypto.Hmac;
import dev.latchkey.platform.json.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Tells the application's own server of sign-ins by signed calls (config.md 3): {@code {event, timestamp, data}} with
 * {@code X-Cedros-Timestamp} (Unix seconds) and {@code X-Cedros-Signature}, the hex HMAC-SHA-256 of timestamp, full stop and
 * body. A JSON answer becomes {@code callbackData}. Tried again after 100 ms, 200 ms, … until whoever waits gives up.
 */
public final class WebhookCallback implements AuthCallback {

    private static final long FIRST_PAUSE_MILLIS = 100;

    private final URI address;
    private final Hmac key;
    private final int retries;
    private final GuardedFetcher client;
    private final Clock clock;

    public WebhookCallback(URI address, Secret secret, int retries, GuardedFetcher client, Clock clock) {
        this.address = address;
        this.key = Hmac.sha256(secret.reveal().getBytes(StandardCharsets.UTF_8));
        this.retries = retries;
        this.client = client;
        this.clock = clock;
    }

    @Override
    public @Nullable Object onAuthenticated(Event event) {
        return call("user_authenticated", data(event));
    }

    @Override
    public @Nullable Object onRegistered(Event event) {
        return call("user_registered", data(event));
    }

    @Override
    public void onLogout(UUID userId) {
        call("user_logout", Map.of("user_id", userId));
    }

    private @Nullable Object call(String event, Map<String, Object> data) {
        for (int attempt = 0; ; attempt++) {
            try {
                return send(event, data);
            } catch (IOException failure) {
                if (attempt == retries) {
                    throw new IllegalStateException("the webhook failed: " + failure.getMessage(), failure);
                }
                pause(attempt);
            }
        }
    }

    private @Nullable Object send(String event, Map<String, Object> data) throws IOException {
        long timestamp = clock.instant().getEpochSecond();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("event", event);
        body.put("timestamp", timestamp);
        body.put("data", data);
        String text = Json.write(body);
        Map<String, String> headers = Map.of(
                "X-Cedros-Timestamp", String.valueOf(timestamp), "X-Cedros-Signature", signature(timestamp, text));
        GuardedFetcher.Answer answer = client.post(address, headers, text);
        if (answer.status() < 200 || answer.status() >= 300) {
            throw new IOException("answered " + answer.status());
        }
        return answered(answer.body());
    }

    private static @Nullable Object answered(String body) {
        try {
            return body.isBlank() ? Map.of() : Json.read(body);
        } catch (JacksonException notJson) {
            return Map.of();
        }
    }

    private String signature(long timestamp, String body) {
        return HexFormat.of().formatHex(key.of(timestamp + "." + body));
    }

    private static Map<String, Object> data(Event event) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("user_id", event.user().id());
        put(data, "email", event.user().email());
        put(data, "name", event.user().name());
        put(data, "wallet_address", event.user().walletAddress());
        data.put("auth_method", event.method());
        data.put("is_new_user", event.isNewUser());
        data.put("session_id", event.sessionId());
        put(data, "ip_address", event.ipAddress());
        put(data, "user_agent", event.userAgent());
        return data;
    }

    private static void put(Map<String, Object> data, String name, @Nullable String value) {
        if (value != null) {
            data.put(name, value);
        }
    }

    /** A quarter more or less, so that servers do not come back all at once. */
    private static void pause(int attempt) {
        long pause = FIRST_PAUSE_MILLIS << attempt;
        long jitter = ThreadLocalRandom.current().nextLong(-pause / 4, pause / 4 + 1);
        try {
            Thread.sleep(pause + jitter);
        } catch (InterruptedException givenUp) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("given up", givenUp);
        }
    }
}
