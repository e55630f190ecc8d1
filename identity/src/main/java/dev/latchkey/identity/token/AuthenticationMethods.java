package dev.latchkey.identity.token;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Claim {@code amr} of a session's factors, in the registered words of RFC 8176 §2 where it has one: {@code pwd}, {@code
 * otp}, {@code pop} (possession of a key), {@code user} (the authenticator has seen the user), {@code mfa}.
 */
public final class AuthenticationMethods {

    private AuthenticationMethods() {}

    static List<String> of(List<String> factors) {
        Set<String> methods = new LinkedHashSet<>();
        for (String factor : factors) {
            methods.add(
                    switch (factor) {
                        case "password" -> "pwd";
                        case "passkey", "wallet" -> "pop";
                        case "user_verified" -> "user";
                        default -> factor;
                    });
        }
        if (isMultiFactor(factors)) {
            methods.add("mfa");
        }
        return List.copyOf(methods);
    }

    /** Whether they are two at least; a passkey that has verified its user is two by itself. */
    public static boolean isMultiFactor(List<String> factors) {
        boolean code = factors.contains("otp") || factors.contains("recovery_code");
        return (code || factors.contains("passkey")) && factors.size() > 1;
    }
}
