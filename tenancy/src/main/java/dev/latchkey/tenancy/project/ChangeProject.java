package dev.latchkey.tenancy.project;

import dev.latchkey.platform.json.Change;
import dev.latchkey.platform.json.Length;
import dev.latchkey.platform.json.Matches;
import dev.latchkey.platform.json.Range;
import dev.latchkey.tenancy.TenantStatus;
import org.jspecify.annotations.Nullable;

/** Body of {@code PATCH /projects/{id}}; {@code null} clears a description or goes back to the default limit. */
record ChangeProject(
        @Length(min = 1, max = 200) @Nullable String name,
        @Length(min = 1, max = 64) @Nullable String developerId,
        @Length(max = 2000) Change<String> description,
        @Length(min = 1, max = 64) @Nullable String environment,
        @Range(min = 1, max = 1_000_000) Change<Integer> rateLimitRpm,
        @Nullable TenantStatus status,
        @Nullable Boolean requireSecondFactor,

        @Matches(value = "TESTNET|MAINNET", message = "walletAtSignUp must be TESTNET or MAINNET")
        Change<String> walletAtSignUp) {}
