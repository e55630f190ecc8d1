package dev.latchkey.access.role;

import dev.latchkey.platform.json.Change;
import dev.latchkey.platform.json.Length;
import java.util.List;

/** Body of {@code PATCH /orgs/{org_id}/roles/{role_id}}: what is left out stays. */
record ChangeRole(
        @Length(min = 1, max = 100) Change<String> name,
        @Length(max = 1000) Change<String> description,
        Change<List<String>> permissions) {}
