package dev.latchkey.identity.provider;

/** A token of an issuer is not acceptable; whoever asked decides how that is answered. */
public final class TokenRefused extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean expired;

    private TokenRefused(String reason, boolean expired) {
        super(reason, null, false, false);
        this.expired = expired;
    }

    /** @param reason a sentence about the token, as {@code its issuer is another one} */
    public static TokenRefused because(String reason) {
        return new TokenRefused(reason, false);
    }

    static TokenRefused asExpired() {
        return new TokenRefused("it has expired", true);
    }

    public boolean isExpired() {
        return expired;
    }

    public String reason() {
        return String.valueOf(getMessage());
    }
}
