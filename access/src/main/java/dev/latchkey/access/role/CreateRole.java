package dev.latchkey.access.role;

import dev.latchkey.platform.json.Described;
import dev.latchkey.platform.json.Length;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Body of {@code POST /orgs/{org_id}/roles}. */
record CreateRole(
        @Length(min = 1, max = 100) @Described("Unique in the organization, however it is capitalized")
        String name,

        @Length(max = 1000) @Nullable String description,

        @Described("area:action, or area:* for every action of the area; 200 at most")
        List<String> permissions) {}
