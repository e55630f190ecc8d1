package dev.latchkey.identity.credential;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Kinds of credentials (auth-api.md 16) and what signing in by them is called (auth-api.md 3). */
public enum CredentialKind {
    PASSWORD("email"),
    WEBAUTHN_PASSKEY("webauthn"),
    WEBAUTHN_SECURITY_KEY("webauthn"),
    TOTP(null),
    OAUTH_GOOGLE("google"),
    OAUTH_APPLE("apple"),
    SOLANA("solana"),
    STELLAR("stellar"),
    SSO_OIDC("sso");

    private final Optional<String> method;

    CredentialKind(@Nullable String method) {
        this.method = Optional.ofNullable(method);
    }

    /** The value of {@code authMethods}; empty for what only adds to another credential. */
    public Optional<String> method() {
        return method;
    }

    /** Whether a user can sign in with it alone. */
    public boolean isPrimary() {
        return this != TOTP && this != WEBAUTHN_SECURITY_KEY;
    }

    /** Whether its subject is an account on a ledger. */
    public boolean isWallet() {
        return this == SOLANA || this == STELLAR;
    }

    /** The name on the wire and in the database. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static CredentialKind of(String wireName) {
        return Arrays.stream(values())
                .filter(kind -> kind.wireName().equals(wireName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no kind of credential: " + wireName));
    }
}
