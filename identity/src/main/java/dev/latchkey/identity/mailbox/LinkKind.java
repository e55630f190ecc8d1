package dev.latchkey.identity.mailbox;

import dev.latchkey.identity.token.TokenType;
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

    public Duration lifetime() {
        return lifetime;
    }

    /** The mail that brings it. */
    String letter() {
        return letter;
    }

    /** The audit event of asking for one. */
    public String request() {
        return request;
    }

    Map<String, String> facts() {
        return lifetime.toHours() > 1
                ? Map.of("expires_in_hours", String.valueOf(lifetime.toHours()))
                : Map.of("expires_in_minutes", String.valueOf(lifetime.toMinutes()));
    }
}
