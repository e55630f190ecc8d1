package dev.latchkey.tenancy;

import dev.latchkey.platform.configuration.RateLimitSettings;
import dev.latchkey.platform.configuration.Secret;
import dev.latchkey.platform.configuration.SecretSettings;
import dev.latchkey.platform.configuration.Settings;
import dev.latchkey.tenancy.apikey.KeyTerms;
import dev.latchkey.tenancy.usage.UsageRecorder;
import java.time.Duration;
import java.util.Optional;

/**
 * How the room is set up.
 *
 * @param requestsPerMinute the limit of a project that sets none
 * @param operatorToken {@code op_} and 43 characters; empty where nobody is the operator
 */
public record TenancyOptions(
        KeyTerms keys, int requestsPerMinute, Optional<Secret> operatorToken, UsageRecorder.Options usage) {

    public static TenancyOptions from(Settings settings) {
        KeyTerms keys = new KeyTerms(
                settings.get(TenancySettings.ROTATION_GRACE),
                settings.find(TenancySettings.EXPIRY_DAYS).map(Duration::ofDays));
        return new TenancyOptions(
                keys,
                settings.get(RateLimitSettings.REQUESTS_PER_MINUTE),
                settings.find(SecretSettings.OPERATOR_TOKEN),
                UsageRecorder.Options.DEFAULTS);
    }

    /** The same with another operator token, for a server that makes its own. */
    public TenancyOptions withOperatorToken(Secret token) {
        return new TenancyOptions(keys, requestsPerMinute, Optional.of(token), usage);
    }
}
