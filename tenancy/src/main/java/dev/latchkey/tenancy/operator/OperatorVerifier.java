package dev.latchkey.tenancy.operator;

import dev.latchkey.platform.crypto.Tokens;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Caller;
import dev.latchkey.platform.http.CredentialVerifier;
import java.util.Optional;

/**
 * Checks the operator's token. Compared are hashes, in constant time, so that neither the content nor the length of what
 * was right shows in the time it takes.
 */
public final class OperatorVerifier implements CredentialVerifier {

    /** What every operator token begins with. */
    public static final String SCHEME = "op_";

    private final Optional<String> expected;

    /** @param token {@code op_} and 43 characters; empty where nobody is the operator */
    public OperatorVerifier(Optional<String> token) {
        this.expected = token.map(Tokens::sha256Hex);
    }

    @Override
    public boolean recognises(String token) {
        return token.startsWith(SCHEME);
    }

    @Override
    public Caller verify(String token, Call call) {
        String given = Tokens.sha256Hex(token);
        if (expected.isEmpty() || !Tokens.same(expected.get(), given)) {
            throw ApiException.unauthorized("Invalid operator credential");
        }
        return new Caller.Operator();
    }
}
