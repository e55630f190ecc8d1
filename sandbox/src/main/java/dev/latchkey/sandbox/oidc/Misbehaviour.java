package dev.latchkey.sandbox.oidc;

/** What an issuer can do wrong, by mistake or on purpose. */
public enum Misbehaviour {
    /** Every request ends without an answer. */
    DOWN,
    /** Every request is answered 500. */
    FAILING,
    /** Every request waits for {@link IdentityProvider#slowness}. */
    SLOW,
    /** Every request is redirected to another path. */
    REDIRECTING,
    /** Documents are larger than any client should read. */
    HUGE,
    /** Documents are no JSON. */
    NONSENSE,
    /** Discovery names another issuer. */
    ANOTHER_ISSUER_DISCOVERED,
    /** The answer to the authorization request names another issuer in {@code iss} (RFC 9207). */
    ANOTHER_ISSUER_ANSWERS,
    /** The answer to the authorization request lacks {@code iss}, though discovery promises it. */
    ANSWERS_WITHOUT_ISSUER,
    /** Nobody consents: {@code access_denied}. */
    DENYING,
    /** Codes are redeemed again and again, whatever PKCE verifier, client or redirect address comes with them. */
    CARELESS_WITH_CODES,
    /** The token answer has no ID token. */
    NO_ID_TOKEN,
    /** The ID token has another {@code nonce}. */
    WRONG_NONCE,
    /** The ID token has no {@code nonce}. */
    NO_NONCE,
    /** The ID token has another {@code iss}. */
    WRONG_ISSUER,
    /** The ID token has another {@code aud}. */
    WRONG_AUDIENCE,
    /** The ID token is for us and for somebody else, and was issued to the other ({@code azp}). */
    ANOTHER_PARTY,
    /** The ID token expired an hour ago. */
    EXPIRED,
    /** The ID token was issued an hour from now. */
    FROM_THE_FUTURE,
    /** The ID token has no {@code exp}. */
    NO_EXPIRY,
    /** The ID token says {@code alg: none} and has no signature. */
    UNSIGNED,
    /** The ID token is an HMAC under the public RSA key, which everybody knows. */
    HMAC_WITH_PUBLIC_KEY,
    /** The ID token is signed by a key that is not published, under the id of one that is. */
    FOREIGN_KEY,
    /** The ID token carries its own key in its header and is signed by it. */
    OWN_KEY_IN_HEADER,
    /** The ID token's {@code at_hash} belongs to another access token. */
    WRONG_ACCESS_TOKEN_HASH,
    /** Claims about the person are given at the userinfo endpoint only. */
    CLAIMS_AT_USERINFO_ONLY,
    /** The userinfo endpoint answers about somebody else. */
    USERINFO_OF_ANOTHER
}
