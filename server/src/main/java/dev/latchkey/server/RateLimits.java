package dev.latchkey.server;

import dev.latchkey.platform.configuration.RateLimitSettings;
import dev.latchkey.platform.configuration.Setting;
import dev.latchkey.platform.configuration.Settings;
import dev.latchkey.platform.http.RateRules;
import dev.latchkey.platform.ratelimit.RatePolicy;
import dev.latchkey.platform.settings.Latest;
import dev.latchkey.platform.settings.SystemSetting;
import dev.latchkey.platform.settings.SystemSettings;
import dev.latchkey.server.configuration.ServerSystemSettings;
import java.time.Duration;
import java.util.function.Supplier;

/** The limits of requests at the moment: this process's share of what is set for all of them. */
final class RateLimits implements Supplier<RateRules.Limits> {

    private record Live(int auth, int general, Duration window) {}

    private final Settings settings;
    private final SystemSettings system;
    private final Latest<Live, RateRules.Limits> latest;

    RateLimits(Settings settings, SystemSettings system) {
        this.settings = settings;
        this.system = system;
        this.latest = new Latest<>(this::live, this::limits);
    }

    @Override
    public RateRules.Limits get() {
        return latest.get();
    }

    private Live live() {
        return new Live(
                share(ServerSystemSettings.RATE_LIMIT_AUTH),
                share(ServerSystemSettings.RATE_LIMIT_GENERAL),
                system.get(ServerSystemSettings.RATE_LIMIT_WINDOW));
    }

    private RateRules.Limits limits(Live live) {
        return new RateRules.Limits(
                settings.get(RateLimitSettings.ENABLED),
                RatePolicy.fixed(share(RateLimitSettings.KEY_REQUESTS), settings.get(RateLimitSettings.KEY_WINDOW)),
                RatePolicy.fixed(
                        share(RateLimitSettings.SENSITIVE_REQUESTS), settings.get(RateLimitSettings.SENSITIVE_WINDOW)),
                RatePolicy.fixed(
                        share(RateLimitSettings.AUTHENTICATE_REQUESTS),
                        settings.get(RateLimitSettings.AUTHENTICATE_WINDOW)),
                RatePolicy.sliding(live.auth(), live.window()),
                RatePolicy.sliding(live.general(), live.window()));
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
