package dev.latchkey.server;

import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Filter;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.settings.SystemSetting;
import dev.latchkey.platform.settings.SystemSettings;
import dev.latchkey.server.configuration.ServerSystemSettings;
import java.util.List;

/**
 * Hides the routes of features that administrators have switched off: 404. What users have by then stays in force: an
 * enrolled second factor is asked for, and organizations decide what they decided.
 */
final class FeatureSwitches implements Filter {

    private final SystemSettings settings;
    private final List<Switch> switches;

    /** @param below the paths of its routes */
    private record Switch(SystemSetting<Boolean> setting, String name, List<String> below) {

        boolean concerns(String path) {
            return below.stream().anyMatch(start -> path.equals(start) || path.startsWith(start + "/"));
        }
    }

    FeatureSwitches(SystemSettings settings, String basePath) {
        this.settings = settings;
        this.switches = List.of(
                new Switch(
                        ServerSystemSettings.FEATURE_ORGANIZATIONS,
                        "Organizations",
                        List.of(basePath + "/orgs", basePath + "/invites")),
                new Switch(
                        ServerSystemSettings.FEATURE_MFA,
                        "Two-factor authentication",
                        List.of(basePath + "/mfa/setup", basePath + "/mfa/enable")));
    }

    @Override
    public void before(Call call, Route route) {
        for (Switch each : switches) {
            if (!settings.get(each.setting()) && each.concerns(route.path().toString())) {
                throw ApiException.notFound(each.name() + " cannot be used: switched off by an administrator");
            }
        }
    }
}
