package dev.latchkey.identity.authenticate;

/** A bearer token that is no credential of ours and waits for the handler: a provider's token. */
public record PresentedToken(String value) {}
