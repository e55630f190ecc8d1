package dev.latchkey.access.policy;

import dev.latchkey.platform.json.Described;
import dev.latchkey.platform.json.Length;
import dev.latchkey.platform.json.Matches;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Body of {@code POST /orgs/{org_id}/policies}, in either shape of the contract (access.md 5). */
record CreatePolicy(
        @Length(min = 1, max = 255) String name,
        @Length(max = 1000) @Nullable String description,

        @Length(min = 1, max = 100)
        @Described("What it is about, e.g. content:read, content:* or *; or actions")
        @Nullable
        String permission,

        @Described("Instead of permission: actions on resource_type") @Nullable
        List<String> actions,

        @Length(min = 1, max = 100) @Nullable String resource_type,

        @Described("Matchers by attribute of subject, resource and environment; all, any and not; or, of the resource,"
                + " operators by attribute; {} for always")
        JsonNode conditions,

        @Matches(value = "allow|deny", message = Effect.MESSAGE)
        String effect,

        @Described("0 where it is left out; the highest decides") @Nullable
        Integer priority,

        @Nullable Boolean enabled) {}
