package dev.latchkey.identity.social;

import dev.latchkey.identity.credential.CredentialKind;
import dev.latchkey.identity.provider.KeySource;
import dev.latchkey.identity.signin.Feature;
import dev.latchkey.platform.configuration.Settings;
import dev.latchkey.platform.settings.SystemSettings;
import java.net.URI;
import java.util.List;
import java.util.function.Supplier;

/**
 * Google or Apple.
 *
 * @param name as in sentences
 * @param method as in {@code authMethods}, paths and the audit log
 * @param issuers what {@code iss} may be; the first one is what users are bound to
 * @param clientIds of which a token must name one, asked for at each token
 * @param needsEmail whether tokens without an address are refused
 */
record SocialProvider(
        String name,
        String method,
        Feature feature,
        CredentialKind kind,
        List<String> issuers,
        Supplier<List<String>> clientIds,
        URI jwksUrl,
        boolean needsEmail) {

    static SocialProvider google(Settings settings, SystemSettings system) {
        return new SocialProvider(
                "Google",
                "google",
                Feature.GOOGLE,
                CredentialKind.OAUTH_GOOGLE,
                settings.get(SocialSettings.GOOGLE_ISSUERS),
                () -> system.get(SocialSettings.AUTH_GOOGLE_CLIENT_ID),
                settings.get(SocialSettings.GOOGLE_JWKS_URL),
                true);
    }

    static SocialProvider apple(Settings settings, SystemSettings system) {
        return new SocialProvider(
                "Apple",
                "apple",
                Feature.APPLE,
                CredentialKind.OAUTH_APPLE,
                settings.get(SocialSettings.APPLE_ISSUERS),
                () -> system.get(SocialSettings.AUTH_APPLE_CLIENT_ID),
                settings.get(SocialSettings.APPLE_JWKS_URL),
                false);
    }

    /** The one name under which its users are kept. */
    String issuer() {
        return issuers.getFirst();
    }

    KeySource keys() {
        return new KeySource(issuer(), jwksUrl);
    }
}
