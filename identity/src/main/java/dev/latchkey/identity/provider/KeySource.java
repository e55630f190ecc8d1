package dev.latchkey.identity.provider;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where the keys of an issuer are.
 *
 * @param jwksUrl {@code null} to ask the issuer's discovery document
 */
public record KeySource(String issuer, @Nullable URI jwksUrl) {}
