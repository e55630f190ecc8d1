package dev.latchkey.tenancy.developer;

import dev.latchkey.platform.json.Change;
import dev.latchkey.platform.json.Length;
import dev.latchkey.tenancy.TenantStatus;
import org.jspecify.annotations.Nullable;

/** Body of {@code PATCH /developers/{id}}; {@code null} clears a name or company. */
record ChangeDeveloper(
        @Nullable DeveloperEmail email,
        @Length(max = 200) Change<String> name,
        @Length(max = 200) Change<String> company,
        @Nullable TenantStatus status) {}
