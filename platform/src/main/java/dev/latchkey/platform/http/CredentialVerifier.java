package dev.latchkey.platform.http;

import java.util.Optional;

/**
 * Turns one kind of credential into a caller. Each room that issues a kind brings one verifier; the token's form
 * chooses ({@code mux_} project keys, {@code op_} the operator, anything else a user's session).
 */
public interface CredentialVerifier {

    /** Whether a token from the {@code Authorization} header has this verifier's form. */
    boolean recognises(String token);

    /** Whether its tokens may come under the scheme {@code DPoP}, with a proof of a key (RFC 9449). */
    default boolean takesProofs() {
        return false;
    }

    /** The caller behind a token that has this form; throws {@link ApiException} when it is not valid. */
    Caller verify(String token, Call call);

    /** The caller behind a request without {@code Authorization} header, for kinds that travel in cookies. */
    default Optional<Caller> verifyWithoutHeader(Call call) {
        return Optional.empty();
    }
}
