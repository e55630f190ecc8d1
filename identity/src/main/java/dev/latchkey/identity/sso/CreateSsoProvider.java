package dev.latchkey.identity.sso;

import dev.latchkey.platform.json.Described;
import dev.latchkey.platform.json.Length;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Body of {@code POST /admin/sso-providers}. */
record CreateSsoProvider(
        @Described("The organization whose members it signs in; without it, users of the whole project") @Nullable
        UUID orgId,

        @Length(min = 1, max = 100) String name,

        @Length(min = 1, max = 512) @Described("Exactly as the issuer calls itself, https")
        String issuerUrl,

        @Length(min = 1, max = 512) String clientId,

        @Length(min = 1, max = 2048) @Described("Stored encrypted and never shown")
        String clientSecret,

        @Described("With openid and email; openid, email, profile by default") @Nullable
        List<String> scopes,

        @Nullable Boolean enabled,

        @Described("Whether new users get an account") @Nullable
        Boolean allowRegistration,

        @Length(min = 1, max = 253) @Described("The only domain of addresses it may sign in") @Nullable
        String emailDomain) {

    /** Without the secret. */
    @Override
    public String toString() {
        return "CreateSsoProvider[" + issuerUrl + "]";
    }
}
