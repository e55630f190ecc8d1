package dev.latchkey.identity.mailbox;

import dev.latchkey.identity.token.TokenType;
import dev.latchkey.platform.settings.SystemSettings;
import java.time.Duration;
import java.util.Map;

/** What a link in a mail is good for, and how long (auth-api.md 8, config.md 4). */
public enum LinkKind {
    VERIFICATION(TokenType.EMAIL_VERIFY, Duration.ofHours(24), "email.verification", "email.verification_requested"),
    ADDRESS_CHANGE(TokenType.EMAIL_CHANGE, Duration.ofHours(24), "email.address_change", "email.change_requested"),
    PASSWORD_RESET(TokenType.PASSWORD_RESET, Duration.ofHours(1), "email.password_reset", "password.reset_requested"),
    INSTANT_LINK(TokenType.INSTANT_LINK, Duration.ofMinutes(15), "email.instant_link", "instant_link.requested");

    private final TokenType token;
    private final Duration lifetime;
    private final String letter;
    private final String request;

    LinkKind(TokenType token, Duration lifetime, String letter, String request) {
        this.token = token;
        this.lifetime = lifetime;
        this.letter = letter;
        this.request = request;
    }

    public TokenType token() {
        return token;
    }

    /** How long a link lives that is sent now. */
    public Duration lifetime(SystemSettings settings) {
        return this == INSTANT_LINK ? settings.get(InstantLinkSettings.AUTH_INSTANTLINK_EXPIRY) : lifetime;
    }

    /** How many of them an address gets in an hour. */
    int perHour(SystemSettings settings) {
        return this == INSTANT_LINK ? settings.get(InstantLinkSettings.AUTH_INSTANTLINK_RATE_LIMIT) : 5;
    }

    /** The mail that brings it. */
    String letter() {
        return letter;
    }

    /** The audit event of asking for one. */
    public String request() {
        return request;
    }

    /** What its mail says of its life. */
    static Map<String, String> facts(Duration lifetime) {
        return lifetime.toHours() > 1
                ? Map.of("expires_in_hours", String.valueOf(lifetime.toHours()))
                : Map.of("expires_in_minutes", String.valueOf(Math.max(1, lifetime.toMinutes())));
    }
}
