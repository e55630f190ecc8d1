package dev.latchkey.identity.authenticate;

import dev.latchkey.identity.provider.ProviderIdentity;
import dev.latchkey.identity.provider.ProviderTokens;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Caller;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides whether to believe a sign-in: a provider's token first, then a project key, then nobody (decision 13). */
final class Prover {

    private static final Logger LOG = LoggerFactory.getLogger(Prover.class);

    private final ProviderTokens tokens;
    private final boolean allowUnverified;

    Prover(ProviderTokens tokens, boolean allowUnverified) {
        this.tokens = tokens;
        this.allowUnverified = allowUnverified;
    }

    /** Throws 401 when nothing proves the claim. */
    Proof prove(Call call, UUID projectId, SignInClaim claim) {
        String token = token(call, claim);
        if (token != null) {
            return byProvider(projectId, claim, token);
        }
        return switch (call.caller()) {
            case Caller.ProjectKey key -> new Proof.Voucher(key.keyId());
            case Caller.Operator operator -> new Proof.Voucher(null);
            case Caller.User user -> byNobody(projectId);
            case Caller.Anonymous nobody -> byNobody(projectId);
        };
    }

    private static @Nullable String token(Call call, SignInClaim claim) {
        String bearer =
                call.attribute(PresentedToken.class).map(PresentedToken::value).orElse(null);
        if (bearer != null && claim.token() != null && !bearer.equals(claim.token())) {
            throw ApiException.invalid("Invalid authentication payload: token differs from the bearer token");
        }
        return bearer != null ? bearer : claim.token();
    }

    private Proof byProvider(UUID projectId, SignInClaim claim, String token) {
        ProviderIdentity identity = tokens.verify(projectId, token);
        if (!identity.subject().equals(claim.authId())) {
            throw new ApiException(401, "INVALID_TOKEN", "The auth provider's token belongs to another authId");
        }
        return new Proof.ProviderToken(identity);
    }

    private Proof byNobody(UUID projectId) {
        if (!allowUnverified) {
            throw ApiException.unauthorized("Nothing proves this identity: send the auth provider's token"
                    + " (Authorization: Bearer, or token in the body), or call from your backend with a project key");
        }
        LOG.warn("UNVERIFIED sign-in accepted: anybody could have sent it. project={}", projectId);
        return new Proof.None();
    }
}
