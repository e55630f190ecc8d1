package dev.latchkey.tenancy.developer;

import dev.latchkey.platform.json.Length;
import org.jspecify.annotations.Nullable;

/** Body of {@code POST /developers}. */
record CreateDeveloper(
        DeveloperEmail email,
        @Length(max = 200) @Nullable String name,
        @Length(max = 200) @Nullable String company) {}
