package dev.latchkey.tenancy.project;

import dev.latchkey.platform.json.Length;
import dev.latchkey.platform.json.Matches;
import dev.latchkey.platform.json.Range;
import dev.latchkey.tenancy.TenantStatus;
import org.jspecify.annotations.Nullable;

/** Body of {@code POST /projects}. */
record CreateProject(
        @Length(min = 1, max = 200) String name,
        @Length(min = 1, max = 64) String developerId,
        @Length(max = 2000) @Nullable String description,
        @Length(min = 1, max = 64) @Nullable String environment,
        @Range(min = 1, max = 1_000_000) @Nullable Integer rateLimitRpm,
        @Nullable TenantStatus status,
        @Nullable Boolean requireSecondFactor,

        @Matches(value = "TESTNET|MAINNET", message = "walletAtSignUp must be TESTNET or MAINNET") @Nullable
        String walletAtSignUp) {

    static final String DEFAULT_ENVIRONMENT = "development";
}
