package dev.latchkey.identity.provider;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where the keys of an issuer are.
 *
 * @param jwksUrl {@code null} to ask the issuer's discovery document
 */
public record KeySource(String issuer, @Nullable URI jwksUrl) {

    /** Where an issuer's discovery document lies (OpenID Connect Discovery 1.0, section 4). */
    public static URI discoveryOf(String issuer) {
        return URI.create(issuer.replaceFirst("/$", "") + "/.well-known/openid-configuration");
    }
}
