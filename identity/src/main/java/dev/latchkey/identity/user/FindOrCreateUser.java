package dev.latchkey.identity.user;

import dev.latchkey.platform.json.Length;
import org.jspecify.annotations.Nullable;

/** Body of {@code POST /users/find-or-create}; texts are trimmed. */
record FindOrCreateUser(
        @Length(min = 3, max = 256) String authId,
        @Nullable EmailAddress email,
        @Length(max = 128) @Nullable String displayName,
        @Length(max = 64) @Nullable String authProvider) {}
