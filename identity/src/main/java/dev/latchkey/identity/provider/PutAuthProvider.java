package dev.latchkey.identity.provider;

import dev.latchkey.platform.json.Described;
import dev.latchkey.platform.json.Length;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Body of {@code PUT /projects/{id}/auth-providers/{kind}}. */
record PutAuthProvider(
        @Length(min = 1, max = 512) @Described("Exactly as in the tokens' iss, https")
        String issuer,

        @Length(max = 256) @Described("A token must name at least one of them in aud (CLERK without aud: in azp)")
        List<String> audiences,

        @Length(min = 1, max = 512)
        @Described("Where the provider's keys are; without it, its discovery document is asked")
        @Nullable
        String jwksUrl) {}
