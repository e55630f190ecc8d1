package dev.latchkey.access.decision;

import dev.latchkey.platform.json.Described;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Body of {@code POST /authorize/batch}: many questions about one organization. */
record BatchRequest(
        @Nullable UUID orgId,
        @Nullable UUID org_id,

        @Described("1 to 100, each as the body of POST /authorize without an organization")
        List<AuthorizeRequest> decisions,

        @Described("Of every question that brings none of its own") @Nullable
        ObjectNode environment,

        @Nullable Boolean explain) {}
