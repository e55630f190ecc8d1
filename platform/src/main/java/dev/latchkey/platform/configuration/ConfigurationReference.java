package dev.latchkey.platform.configuration;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The reference page of all settings in Markdown, made from their declarations. */
public final class ConfigurationReference {
    private static final String HEAD = """
            # Configuration

            <!-- Generated from the declarations in the code; a test compares this page with them. -->

            Settings are environment variables. A `.env` file in the working directory is read too; the process
            environment wins. A text that does not fit its type stops the start: nothing falls back to a default.
            An empty value counts as not set unless the setting says otherwise. For every secret, `NAME_FILE` may name
            a file that holds it. `./latchkey serve --print-config` shows the effective values with secrets masked.

            Unknown names that begin with `LATCHKEY_` and retired names stop `serve` and warn elsewhere.
            """;

    private final SettingCatalogue catalogue;

    public ConfigurationReference(SettingCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** The whole page; ends with one line break. */
    public String render() {
        StringBuilder page = new StringBuilder(HEAD);
        for (SettingGroup group : catalogue.groups()) {
            page.append("\n## ").append(group.title()).append("\n\n");
            page.append("| name | value | default | meaning |\n|---|---|---|---|\n");
            group.settings().forEach(setting -> page.append(row(setting)));
        }
        if (!catalogue.retired().isEmpty()) {
            page.append("\n## Retired\n\n| name | instead |\n|---|---|\n");
            catalogue.retired().forEach(retired -> page.append(cells(code(retired.name()), retired.instead())));
        }
        if (!catalogue.unused().isEmpty()) {
            page.append("\n## Names of compatible servers without effect here\n\n| name | why |\n|---|---|\n");
            catalogue.unused().forEach(unused -> page.append(cells(code(unused.name()), unused.reason())));
        }
        return page.toString();
    }

    private static <T> String row(Setting<T> setting) {
        String names = Stream.concat(Stream.of(setting.name()), setting.aliases().stream())
                .map(ConfigurationReference::code)
                .collect(Collectors.joining("<br>"));
        return cells(
                setting.secret() ? names + "<br>" + code(setting.fileName()) : names,
                setting.type().label(),
                defaultOf(setting),
                meaning(setting));
    }

    private static <T> String defaultOf(Setting<T> setting) {
        if (!setting.defaultNote().isEmpty()) {
            return setting.defaultNote();
        }
        List<String> texts = new ArrayList<>();
        for (Profile profile : Profile.values()) {
            texts.add(defaultOf(setting, profile));
        }
        if (texts.stream().distinct().count() == 1) {
            return texts.getFirst();
        }
        return texts.get(0).equals(texts.get(1))
                ? "dev, demo: " + texts.get(0) + "; serve: " + texts.get(2)
                : "dev: " + texts.get(0) + "; demo: " + texts.get(1) + "; serve: " + texts.get(2);
    }

    private static <T> String defaultOf(Setting<T> setting, Profile profile) {
        if (setting.requiredIn().contains(profile)) {
            return "**required**";
        }
        Optional<T> value = setting.defaultFor(profile);
        if (value.isEmpty()) {
            return "none";
        }
        String text = setting.type().format(value.get());
        return text.isEmpty() ? "empty" : code(text);
    }

    private static <T> String meaning(Setting<T> setting) {
        String empty = setting.whenEmpty()
                .map(value -> setting.type().format(value))
                .filter(text -> !text.isEmpty())
                .map(text -> " Empty means " + code(text) + ".")
                .orElse("");
        return setting.description() + empty + (setting.howTo().isEmpty() ? "" : " " + setting.howTo());
    }

    private static String code(String text) {
        return "`" + text + "`";
    }

    private static String cells(String... cells) {
        return Stream.of(cells)
                .map(cell -> cell.replace("|", "\\|").replace("\n", " "))
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }
}
