package dev.latchkey.platform.configuration;

import java.util.Optional;

/** The effective configuration as aligned text. */
final class ConfigurationTable {
    private final SettingCatalogue catalogue;
    private final Settings settings;

    ConfigurationTable(SettingCatalogue catalogue, Settings settings) {
        this.catalogue = catalogue;
        this.settings = settings;
    }

    String render() {
        int width = catalogue
                .settings()
                .mapToInt(setting -> setting.name().length())
                .max()
                .orElse(0);
        StringBuilder table =
                new StringBuilder("# profile: " + settings.profile().command() + "\n");
        for (SettingGroup group : catalogue.groups()) {
            table.append("\n# ").append(group.title()).append('\n');
            for (Setting<?> setting : group.settings()) {
                Settings.Entry entry = settings.entry(setting);
                String name = setting.name() + " ".repeat(width - setting.name().length());
                table.append(name)
                        .append(" = ")
                        .append(shown(setting))
                        .append("   (")
                        .append(entry.origin())
                        .append(")\n");
            }
        }
        return table.toString();
    }

    private <T> String shown(Setting<T> setting) {
        if (!settings.entry(setting).valid()) {
            return settings.isGiven(setting) ? "<invalid>" : "<missing>";
        }
        Optional<T> value = settings.find(setting);
        return value.map(setting.type()::format).orElse("<not set>");
    }
}
