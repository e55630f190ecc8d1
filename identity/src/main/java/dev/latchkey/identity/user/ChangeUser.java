package dev.latchkey.identity.user;

import dev.latchkey.platform.json.Change;
import dev.latchkey.platform.json.Length;

/** Body of {@code PATCH /users/{id}}: {@code null} clears, an empty text is ignored. */
record ChangeUser(
        @Length(max = 320) Change<String> email,
        @Length(max = 128) Change<String> displayName,
        @Length(max = 64) Change<String> authProvider,
        Change<UserStatus> status) {}
