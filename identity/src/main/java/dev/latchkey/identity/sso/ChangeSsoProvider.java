package dev.latchkey.identity.sso;

import dev.latchkey.platform.json.Change;
import dev.latchkey.platform.json.Described;
import dev.latchkey.platform.json.Length;
import java.util.List;

/** Body of {@code PUT /admin/sso-providers/{id}}: what is left out stays. */
record ChangeSsoProvider(
        @Length(min = 1, max = 100) Change<String> name,
        @Length(min = 1, max = 512) Change<String> issuerUrl,
        @Length(min = 1, max = 512) Change<String> clientId,
        @Length(min = 1, max = 2048) Change<String> clientSecret,
        Change<List<String>> scopes,
        Change<Boolean> enabled,
        Change<Boolean> allowRegistration,

        @Length(min = 1, max = 253) @Described("null allows any domain")
        Change<String> emailDomain) {

    /** Without the secret. */
    @Override
    public String toString() {
        return "ChangeSsoProvider";
    }
}
