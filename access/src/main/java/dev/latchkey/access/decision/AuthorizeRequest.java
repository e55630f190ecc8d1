package dev.latchkey.access.decision;

import dev.latchkey.platform.json.Described;
import dev.latchkey.platform.json.Length;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Body of {@code POST /authorize}, in any of the three shapes of the contract (access.md 6), and part of a batch. */
record AuthorizeRequest(
        @Nullable UUID orgId,
        @Nullable UUID org_id,

        @Length(min = 1, max = 100) @Described("e.g. content:read; or action") @Nullable
        String permission,

        @Length(min = 1, max = 100) @Described("A permission, or what is done to a resource of resource_type") @Nullable
        String action,

        @Length(max = 100) @Nullable String resource_type,

        @Described("Its attributes, or its type") @Nullable JsonNode resource,

        @Length(max = 1000) @Nullable String resourceId,

        @Described("Further circumstances; ip and time are the server's to say") @Nullable
        ObjectNode environment,

        @Described("Also say how it was decided; for those who may read the policies") @Nullable
        Boolean explain) {}
