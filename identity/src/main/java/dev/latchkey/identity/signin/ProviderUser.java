package dev.latchkey.identity.signin;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody for whom a provider has vouched.
 *
 * @param method of the sign-in: {@code google}, {@code apple}, {@code sso}
 * @param email in its normal form; {@code null} when the provider names none
 * @param emailVerified whether the provider may be believed that the user owns the address
 * @param opensByEmail whether it may even be believed to the point of opening the account that has verified this address
 * @param linkAt the call by which a signed-in user links the provider, for the refusal
 * @param organizationId whose own provider it is; {@code null} for none
 */
public record ProviderUser(
        UUID projectId,
        String method,
        Linking.Subject subject,
        @Nullable String email,
        boolean emailVerified,
        boolean opensByEmail,
        @Nullable String name,
        @Nullable String picture,
        String linkAt,
        @Nullable UUID organizationId) {}
