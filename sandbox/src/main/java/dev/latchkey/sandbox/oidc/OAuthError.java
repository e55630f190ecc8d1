package dev.latchkey.sandbox.oidc;

/** An error of RFC 6749: a code for programs and a sentence for developers. */
final class OAuthError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    OAuthError(int status, String code, String description) {
        super(description, null, false, false);
        this.status = status;
        this.code = code;
    }

    static OAuthError invalidRequest(String description) {
        return new OAuthError(400, "invalid_request", description);
    }

    static OAuthError invalidGrant(String description) {
        return new OAuthError(400, "invalid_grant", description);
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }
}
