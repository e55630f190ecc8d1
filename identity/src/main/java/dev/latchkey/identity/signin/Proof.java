package dev.latchkey.identity.signin;

import java.util.ArrayList;
import java.util.List;

/**
 * What a user has proved.
 *
 * @param method how: {@code email}, {@code instant_link}, {@code google}, {@code apple}, {@code solana}, {@code stellar},
 *     {@code webauthn}, {@code sso}
 * @param factors by what: {@code password}, {@code link}, {@code provider}, {@code wallet}, {@code passkey} (with
 *     {@code user_verified} where the authenticator has checked the user), {@code otp}, {@code recovery_code}
 * @param isNewUser whether this act made the account
 */
public record Proof(String method, List<String> factors, boolean isNewUser) {

    public Proof {
        factors = List.copyOf(factors);
    }

    public static Proof of(String method, String... factors) {
        return new Proof(method, List.of(factors), false);
    }

    /** The same for an account that was made just now. */
    public Proof ofNewUser(boolean isNew) {
        return new Proof(method, factors, isNew);
    }

    /** The same and one factor more. */
    public Proof with(String factor) {
        List<String> more = new ArrayList<>(factors);
        more.add(factor);
        return new Proof(method, more, isNewUser);
    }

    /** What the way is called outside: a link is one way to sign in with an address (auth-api.md 10). */
    String publicMethod() {
        return method.equals("instant_link") ? "email" : method;
    }

    /** Whether it is complete for a user who has a second factor. */
    boolean isMultiFactor() {
        return usedSecondFactor() || (factors.contains("passkey") && factors.contains("user_verified"));
    }

    /** Whether the user was asked for a code after the first factor. */
    boolean usedSecondFactor() {
        return factors.contains("otp") || factors.contains("recovery_code");
    }
}
