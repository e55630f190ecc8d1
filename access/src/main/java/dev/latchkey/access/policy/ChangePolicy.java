package dev.latchkey.access.policy;

import dev.latchkey.platform.json.Change;
import dev.latchkey.platform.json.Length;
import dev.latchkey.platform.json.Matches;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Body of {@code PATCH /orgs/{org_id}/policies/{policy_id}}: what is left out stays. */
record ChangePolicy(
        @Length(min = 1, max = 255) Change<String> name,
        @Length(max = 1000) Change<String> description,
        @Length(min = 1, max = 100) @Nullable String permission,
        @Nullable List<String> actions,
        @Length(min = 1, max = 100) @Nullable String resource_type,
        @Nullable JsonNode conditions,

        @Matches(value = "allow|deny", message = Effect.MESSAGE)
        Change<String> effect,

        Change<Integer> priority,
        Change<Boolean> enabled) {}
