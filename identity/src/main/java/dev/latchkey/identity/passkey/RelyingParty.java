package dev.latchkey.identity.passkey;

import dev.latchkey.platform.configuration.Settings;
import dev.latchkey.platform.settings.SystemSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * As whom this server asks for passkeys.
 *
 * @param id the domain passkeys are made for
 * @param origins of the pages that may use them, exactly as browsers send them
 * @param attachment {@code platform} or {@code cross-platform} where only that kind is allowed
 */
record RelyingParty(
        String id,
        String name,
        List<String> origins,
        Duration challengeLifetime,
        @Nullable String attachment,
        boolean requiresUserVerification) {

    RelyingParty {
        origins = List.copyOf(origins);
    }

    /** Empty where passkeys are not configured. */
    static Optional<RelyingParty> from(Settings settings, SystemSettings system) {
        Optional<String> id = system.get(PasskeySettings.AUTH_WEBAUTHN_RP_ID);
        List<String> origins = system.get(PasskeySettings.AUTH_WEBAUTHN_RP_ORIGIN);
        if (id.isEmpty() || origins.isEmpty() || !system.get(PasskeySettings.AUTH_WEBAUTHN_ENABLED)) {
            return Optional.empty();
        }
        return Optional.of(new RelyingParty(
                id.get(),
                system.get(PasskeySettings.AUTH_WEBAUTHN_RP_NAME),
                origins,
                settings.get(PasskeySettings.WEBAUTHN_CHALLENGE_TTL),
                onlyAttachment(
                        settings.get(PasskeySettings.WEBAUTHN_ALLOW_PLATFORM),
                        settings.get(PasskeySettings.WEBAUTHN_ALLOW_CROSS_PLATFORM)),
                settings.get(PasskeySettings.WEBAUTHN_REQUIRE_UV)));
    }

    /** The W3C's {@code UserVerificationRequirement}. */
    String userVerification() {
        return requiresUserVerification ? "required" : "preferred";
    }

    /** The options of an assertion. */
    RequestOptions request(Base64Url challenge, List<CredentialDescriptor> allowed) {
        return new RequestOptions(challenge.toString(), challengeLifetime.toMillis(), id, allowed, userVerification());
    }

    private static @Nullable String onlyAttachment(boolean platform, boolean crossPlatform) {
        if (platform && crossPlatform) {
            return null;
        }
        return platform ? "platform" : "cross-platform";
    }
}
