package dev.latchkey.platform.configuration;

import java.util.List;

/**
 * A rule over several settings. It runs after each of them has been read; a rule that asks for a setting whose own
 * value is already reported as a problem is not counted.
 */
@FunctionalInterface
public interface SettingRule {
    List<Problem> check(Settings settings);
}
