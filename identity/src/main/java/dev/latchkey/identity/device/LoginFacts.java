package dev.latchkey.identity.device;

import dev.latchkey.platform.http.Origin;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The facts of a sign-in as security mails tell them (config.md 4). */
public final class LoginFacts {

    private final Places places;

    public LoginFacts(Places places) {
        this.places = places;
    }

    /** {@code ip_address}, {@code location}, {@code device} and {@code browser}, and the time under {@code timeName}. */
    public Map<String, String> of(Origin origin, String timeName, Instant at) {
        return of(origin.ip(), origin.userAgent(), timeName, at);
    }

    /** As the other one. */
    public Map<String, String> of(@Nullable String ip, @Nullable String userAgent, String timeName, Instant at) {
        Map<String, String> facts = new HashMap<>();
        facts.put(timeName, at.toString());
        if (ip != null) {
            facts.put("ip_address", ip);
        }
        places.of(ip).ifPresent(place -> facts.put("location", place));
        if (userAgent != null) {
            Device device = Device.of(userAgent);
            facts.put("device", device.name());
            facts.put("browser", device.browser());
        }
        return facts;
    }
}
