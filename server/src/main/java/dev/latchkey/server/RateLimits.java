package dev.latchkey.server;

import dev.latchkey.platform.configuration.RateLimitSettings;
import dev.latchkey.platform.configuration.Setting;
import dev.latchkey.platform.configuration.Settings;
import dev.latchkey.platform.http.RateRules;
import dev.latchkey.platform.ratelimit.RatePolicy;
import dev.latchkey.platform.settings.SystemSetting;
import dev.latchkey.platform.settings.SystemSettings;
import dev.latchkey.server.configuration.ServerSystemSettings;
import java.time.Duration;
import java.util.function.Supplier;

/** The limits of requests at the moment: this process's share of what is set for all of them. */
final class RateLimits implements Supplier<RateRules.Limits> {

    private final Settings settings;
    private final SystemSettings system;
    private volatile RateRules.Limits limits;

    RateLimits(Settings settings, SystemSettings system) {
        this.settings = settings;
        this.system = system;
        this.limits = current();
        system.onChange(() -> limits = current());
    }

    @Override
    public RateRules.Limits get() {
        return limits;
    }

    private RateRules.Limits current() {
        Duration window = system.get(ServerSystemSettings.RATE_LIMIT_WINDOW);
        return new RateRules.Limits(
                settings.get(RateLimitSettings.ENABLED),
                RatePolicy.fixed(share(RateLimitSettings.KEY_REQUESTS), settings.get(RateLimitSettings.KEY_WINDOW)),
                RatePolicy.fixed(
                        share(RateLimitSettings.SENSITIVE_REQUESTS), settings.get(RateLimitSettings.SENSITIVE_WINDOW)),
                RatePolicy.fixed(
                        share(RateLimitSettings.AUTHENTICATE_REQUESTS),
                        settings.get(RateLimitSettings.AUTHENTICATE_WINDOW)),
                RatePolicy.sliding(share(ServerSystemSettings.RATE_LIMIT_AUTH), window),
                RatePolicy.sliding(share(ServerSystemSettings.RATE_LIMIT_GENERAL), window),
                RatePolicy.sliding(share(RateLimitSettings.REFUSED), window));
    }

    private int share(SystemSetting<Integer> limit) {
        return share(system.get(limit));
    }

    private int share(Setting<Integer> limit) {
        return share(settings.get(limit));
    }

    private int share(int limit) {
        return Math.max(1, limit / settings.get(RateLimitSettings.REPLICAS));
    }
}
