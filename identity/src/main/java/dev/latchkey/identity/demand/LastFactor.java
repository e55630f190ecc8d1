package dev.latchkey.identity.demand;

import dev.latchkey.identity.credential.Credential;
import dev.latchkey.identity.credential.CredentialKind;
import dev.latchkey.identity.user.User;
import dev.latchkey.platform.http.ApiException;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Keeps the last of a user's second factors while the project demands one. */
public record LastFactor(SecondFactorDemand demand) {

    /**
     * To be asked under the lock of the user's row, so that of two calls for the last two factors one is refused.
     *
     * @param all the user's credentials
     * @param leaving the one that is to go
     * @throws ApiException 400 when nothing would be left to satisfy the demand
     */
    public void requireAnother(Handle sql, User user, List<Credential> all, UUID leaving) {
        boolean isFactor = all.stream().anyMatch(one -> one.id().equals(leaving) && isFactor(one.kind()));
        boolean another = all.stream().anyMatch(one -> !one.id().equals(leaving) && isFactor(one.kind()));
        if (isFactor && !another && demand.isMadeBy(sql, user.projectId())) {
            throw ApiException.invalid(
                    "This project demands a second factor, and this is the last one; add another one first");
        }
    }

    private static boolean isFactor(CredentialKind kind) {
        return kind == CredentialKind.TOTP
                || kind == CredentialKind.WEBAUTHN_PASSKEY
                || kind == CredentialKind.WEBAUTHN_SECURITY_KEY;
    }
}
