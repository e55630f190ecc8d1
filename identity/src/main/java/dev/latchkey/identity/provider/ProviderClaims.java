package dev.latchkey.identity.provider;

import com.nimbusds.jwt.JWTClaimsSet;
import java.util.Optional;

/** Claims about people that are good enough to be kept; the others are as if they were absent. */
public final class ProviderClaims {

    private static final int MAX_NAME = 128;
    private static final int MAX_PICTURE = 2048;

    private ProviderClaims() {}

    /** A boolean, or the texts that Apple writes. */
    public static boolean emailVerified(JWTClaimsSet claims) {
        Object verified = claims.getClaim("email_verified");
        return Boolean.TRUE.equals(verified) || "true".equals(verified);
    }

    public static Optional<String> name(JWTClaimsSet claims) {
        return text(claims, "name").flatMap(ProviderClaims::usableName);
    }

    /** A name as it may be shown: not blank, not too long, no control characters. */
    public static Optional<String> usableName(String name) {
        String stripped = name.strip();
        boolean usable = !stripped.isEmpty()
                && stripped.length() <= MAX_NAME
                && stripped.codePoints().noneMatch(ProviderClaims::isUnusable);
        return usable ? Optional.of(stripped) : Optional.empty();
    }

    /** An https address. */
    public static Optional<String> picture(JWTClaimsSet claims) {
        return text(claims, "picture")
                .filter(address -> address.startsWith("https://") && address.length() <= MAX_PICTURE)
                .filter(address -> address.codePoints().noneMatch(ProviderClaims::isUnusable));
    }

    private static Optional<String> text(JWTClaimsSet claims, String name) {
        return Optional.ofNullable(claims.getClaim(name))
                .filter(String.class::isInstance)
                .map(String.class::cast);
    }

    private static boolean isUnusable(int point) {
        return Character.isISOControl(point) || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }
}
