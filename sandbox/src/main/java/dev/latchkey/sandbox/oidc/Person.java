package dev.latchkey.sandbox.oidc;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Somebody with an account at the issuer.
 *
 * @param subject the {@code sub} of their tokens
 * @param login what they type into the form, and what {@code login_hint} names
 * @param claims about them, as they appear in ID tokens and at the userinfo endpoint
 */
public record Person(String subject, String login, String password, Map<String, Object> claims) {

    public Person {
        claims = Map.copyOf(claims);
    }

    /** With a verified address, which is also the login. */
    public static Person of(String subject, String email) {
        return new Person(subject, email, "correct horse", Map.of("email", email, "email_verified", true));
    }

    /** The same person with one more claim, or another value of one. */
    public Person with(String claim, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(claims);
        more.put(claim, value);
        return new Person(subject, login, password, more);
    }

    /** The same person without a claim. */
    public Person without(String claim) {
        Map<String, Object> fewer = new LinkedHashMap<>(claims);
        fewer.remove(claim);
        return new Person(subject, login, password, fewer);
    }
}
