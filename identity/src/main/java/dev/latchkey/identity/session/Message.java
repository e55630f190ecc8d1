package dev.latchkey.identity.session;

/** An answer that is a sentence for humans (auth-api.md 3). */
public record Message(String message) {}
