package dev.latchkey.platform.configuration;

import java.util.List;

/**
 * The settings one part of the server declares, under a title of the reference page.
 *
 * @param rules stop the start in every profile when broken; a rule may ask for the profile
 * @param advice the same, but only ever warns
 */
public record SettingGroup(String title, List<Setting<?>> settings, List<SettingRule> rules, List<SettingRule> advice) {

    public SettingGroup {
        settings = List.copyOf(settings);
        rules = List.copyOf(rules);
        advice = List.copyOf(advice);
    }

    public static SettingGroup of(String title, Setting<?>... settings) {
        return new SettingGroup(title, List.of(settings), List.of(), List.of());
    }

    public SettingGroup withRules(SettingRule... more) {
        return new SettingGroup(title, settings, List.of(more), advice);
    }

    public SettingGroup withAdvice(SettingRule... more) {
        return new SettingGroup(title, settings, rules, List.of(more));
    }
}
