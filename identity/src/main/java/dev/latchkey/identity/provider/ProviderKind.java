package dev.latchkey.identity.provider;

/** The kinds of auth providers whose tokens can be verified; the name is what users carry as {@code authProvider}. */
public enum ProviderKind {
    /** Session tokens, RS256; without {@code aud} unless configured, then {@code azp} is checked. */
    CLERK,
    /** Tokens of the JWT plugin, EdDSA by default. */
    BETTER_AUTH,
    /** ID tokens of any OpenID Connect issuer. */
    OIDC
}
