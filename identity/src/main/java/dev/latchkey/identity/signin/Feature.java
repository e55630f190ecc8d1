package dev.latchkey.identity.signin;

import java.util.Locale;

/** Ways to sign in that can be switched off. */
public enum Feature {
    EMAIL("E-mail sign-in"),
    INSTANT_LINK("Sign-in by link"),
    GOOGLE("Google sign-in"),
    APPLE("Apple sign-in"),
    SOLANA("Solana sign-in"),
    STELLAR("Stellar sign-in"),
    WEBAUTHN("Passkey sign-in"),
    SSO("Single sign-on");

    private final String title;

    Feature(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }

    /** E.g. {@code instant_link} (auth-api.md 3). */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
