package dev.latchkey.sandbox.oidc;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Codes and the access tokens they were exchanged for. A code works once; a second use ends its token (RFC 6749 §4.1.2). */
final class Grants {
    private static final Duration CODE_LIFETIME = Duration.ofMinutes(1);
    static final Duration TOKEN_LIFETIME = Duration.ofMinutes(5);

    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Code> codes = new HashMap<>();
    private final Map<String, Access> tokens = new HashMap<>();

    private record Code(Grant grant, Instant expiresAt, Optional<String> redeemedFor) {}

    private record Access(Grant grant, Instant expiresAt) {}

    Grants(Clock clock) {
        this.clock = clock;
    }

    synchronized String newCode(Grant grant) {
        String code = text();
        codes.put(code, new Code(grant, clock.instant().plus(CODE_LIFETIME), Optional.empty()));
        return code;
    }

    /** What the code stands for, used or not; empty for one that was never given. */
    synchronized Optional<Grant> behind(String code) {
        return Optional.ofNullable(codes.get(code)).map(Code::grant);
    }

    /** Exchanges a code for an access token. */
    synchronized String redeem(String code, boolean againAndAgain) {
        Code known = codes.get(code);
        if (known == null || !known.expiresAt().isAfter(clock.instant())) {
            throw OAuthError.invalidGrant("The code is unknown or has expired.");
        }
        if (known.redeemedFor().isPresent() && !againAndAgain) {
            tokens.remove(known.redeemedFor().get());
            throw OAuthError.invalidGrant("The code was used before.");
        }
        String token = text();
        codes.put(code, new Code(known.grant(), known.expiresAt(), Optional.of(token)));
        tokens.put(token, new Access(known.grant(), clock.instant().plus(TOKEN_LIFETIME)));
        return token;
    }

    synchronized Optional<Grant> behindToken(String accessToken) {
        return Optional.ofNullable(tokens.get(accessToken))
                .filter(access -> access.expiresAt().isAfter(clock.instant()))
                .map(Access::grant);
    }

    private String text() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
