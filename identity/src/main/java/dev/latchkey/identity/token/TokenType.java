package dev.latchkey.identity.token;

import java.util.Locale;

/** What a one-time token is good for; it is good for nothing else (auth-api.md 8). */
public enum TokenType {
    EMAIL_VERIFY,
    PASSWORD_RESET,
    INSTANT_LINK,
    MFA_PENDING,
    EMAIL_CHANGE,
    ACCOUNT_MERGE;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
