package dev.latchkey.identity.signin;

import dev.latchkey.identity.credential.CredentialKind;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An account about to be made, with the credential that opens it.
 *
 * @param email in its normal form
 * @param emailVerified whether the user has shown to own the address
 * @param subject of the credential; {@code null} for one whose subject is the user's own id (password)
 * @param passwordHash in PHC form; {@code null} for accounts without a password
 * @param organizationId whose own provider has brought the user; {@code null} for none
 */
public record NewAccount(
        UUID projectId,
        @Nullable String email,
        boolean emailVerified,
        @Nullable String name,
        @Nullable String picture,
        CredentialKind kind,
        String issuer,
        @Nullable String subject,
        @Nullable String passwordHash,
        @Nullable UUID organizationId) {

    /** Of nobody's own provider. */
    public NewAccount(
            UUID projectId,
            @Nullable String email,
            boolean emailVerified,
            @Nullable String name,
            @Nullable String picture,
            CredentialKind kind,
            String issuer,
            @Nullable String subject,
            @Nullable String passwordHash) {
        this(projectId, email, emailVerified, name, picture, kind, issuer, subject, passwordHash, null);
    }

    /** The address, where a wallet opens the account; what stands behind a colon tells users of one wallet apart. */
    @Nullable
    String walletAddress() {
        return kind.isWallet() && subject != null ? subject.split(":", 2)[0] : null;
    }
}
