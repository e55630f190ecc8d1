package dev.latchkey.platform.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigurationTest {
    private static final Setting<Secret> TOKEN = Setting.secret("TOKEN", 8, "A token.");
    private static final Setting<Integer> COUNT =
            Setting.integer("LATCHKEY_COUNT", 1, 9, "A count.").defaultTo(3);
    private static final Setting<URI> HOOK = Setting.of("HOOK_URL", SettingTypes.uri("https"), "An address.");
    private static final Setting<PemBlock> CERTIFICATE = Setting.of(
                    "SIGNING_PEM", SettingTypes.pem("RSA PRIVATE KEY", "PRIVATE KEY"), "A key.")
            .keptSecret();
    private static final SettingGroup GROUP = SettingGroup.of("Things", TOKEN, COUNT, HOOK, CERTIFICATE);
    private static final SettingCatalogue CATALOGUE = SettingCatalogue.of(List.of(GROUP))
            .withRetired(List.of(new RetiredSetting("OLD_TOKEN", "Use TOKEN.")))
            .withUnused(List.of(new UnusedSetting("MAIL_HOST", "Mail is not sent.")));

    private final Path folder;

    ConfigurationTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void theStrongestSourceWins() throws IOException {
        Files.writeString(folder.resolve(".env"), "LATCHKEY_COUNT=5\nTOKEN=from-the-file\n");
        Environment environment = Environment.of(Map.of("LATCHKEY_COUNT", "4")).followedByFile(folder.resolve(".env"));

        assertThat(read(environment).requireValid().get(COUNT)).isEqualTo(4);
        assertThat(read(environment).requireValid().get(TOKEN).reveal()).isEqualTo("from-the-file");
        assertThat(read(environment.overriddenBy("command line", Map.of("LATCHKEY_COUNT", "6")))
                        .requireValid()
                        .get(COUNT))
                .isEqualTo(6);
        assertThat(read(environment.followedBy("generated", Map.of("TOKEN", "generated")))
                        .requireValid()
                        .get(TOKEN)
                        .reveal())
                .isEqualTo("from-the-file");
        assertThat(read(environment).print()).contains("= 4   (environment)").contains("= ********   (.env)");
    }

    @Test
    void anEmptyTextCountsAsNotSetAndHidesWeakerSources() {
        Environment environment =
                Environment.of(Map.of("TOKEN", "")).followedBy(".env", Map.of("TOKEN", "from-the-file"));

        assertThat(read(environment).requireValid().find(TOKEN)).isEmpty();
    }

    @Test
    void aSecretMayStandInAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "eight-or-more\n");
        Configuration configuration = read(Environment.of(Map.of("TOKEN_FILE", file.toString())));

        assertThat(configuration.requireValid().get(TOKEN)).isEqualTo(new Secret("eight-or-more"));
        assertThat(configuration.print()).contains("(file " + file + ")").doesNotContain("eight-or-more");
    }

    @Test
    void aSecretFileThatHelpsNobodyIsAProblem() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty"), "\n");
        Path good = Files.writeString(folder.resolve("good"), "eight-or-more");

        assertThat(problems(Map.of("TOKEN_FILE", "/nowhere/at/all"))).containsExactly("TOKEN_FILE");
        assertThat(problems(Map.of("TOKEN_FILE", empty.toString()))).containsExactly("TOKEN_FILE");
        assertThat(problems(Map.of("TOKEN_FILE", good.toString(), "TOKEN", "eight-or-more")))
                .containsExactly("TOKEN_FILE");
        assertThat(problems(Map.of("LATCHKEY_COUNT_FILE", good.toString()))).isEmpty();
    }

    @Test
    void unknownAndRetiredNamesStopServeAndWarnElsewhere() {
        Environment environment = Environment.of(
                Map.of("LATCHKEY_COUNTT", "3", "OLD_TOKEN", "x", "HOOK_URI", "https://a.example", "MAIL_HOST", "mail"));
        Configuration dev = Configuration.read(CATALOGUE, Profile.DEV, environment);
        Configuration serve = Configuration.read(CATALOGUE, Profile.SERVE, environment);

        assertThat(dev.problems()).isEmpty();
        assertThat(dev.warnings())
                .extracting(Problem::name)
                .containsExactlyInAnyOrder("LATCHKEY_COUNTT", "OLD_TOKEN", "HOOK_URI", "MAIL_HOST");
        assertThat(serve.problems()).extracting(Problem::name).containsExactly("LATCHKEY_COUNTT", "OLD_TOKEN");
        assertThat(serve.problems().getFirst().fix()).startsWith("Did you mean LATCHKEY_COUNT?");
        assertThat(serve.warnings()).extracting(Problem::name).containsExactly("HOOK_URI", "MAIL_HOST");
    }

    @Test
    void addressesNeedTheRightSchemeAndAHost() {
        assertThat(problems(Map.of("HOOK_URL", "http://a.example"))).containsExactly("HOOK_URL");
        assertThat(problems(Map.of("HOOK_URL", "https:nonsense"))).containsExactly("HOOK_URL");
        assertThat(problems(Map.of("HOOK_URL", "https://a b"))).containsExactly("HOOK_URL");
        Configuration good = read(Environment.of(Map.of("HOOK_URL", "https://me:pw@a.example/x?y=1")));
        assertThat(good.requireValid().get(HOOK)).hasHost("a.example");
        assertThat(good.print()).contains("https://********@a.example/x?y=1").doesNotContain("pw@");
    }

    @Test
    void aPemBlockMayBeWrittenOnOneLine() {
        String pem = "-----BEGIN PRIVATE KEY-----\\nAQID\\nBAUG\\n-----END PRIVATE KEY-----\\n";
        PemBlock block =
                read(Environment.of(Map.of("SIGNING_PEM", pem))).requireValid().get(CERTIFICATE);

        assertThat(block.label()).isEqualTo("PRIVATE KEY");
        assertThat(block.der()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(problems(Map.of("SIGNING_PEM", pem.replace("PRIVATE", "PUBLIC"))))
                .containsExactly("SIGNING_PEM");
        assertThat(problems(Map.of("SIGNING_PEM", pem + pem))).containsExactly("SIGNING_PEM");
        assertThat(problems(Map.of("SIGNING_PEM", "AQID"))).containsExactly("SIGNING_PEM");
    }

    @Test
    void dotEnvFilesAreReadAsUsual() {
        DotEnvFile file = DotEnvFile.parse(".env", """
                # a comment
                PLAIN=one two   # trailing comment
                export EXPORTED = spaced
                HASH=pass#word
                EMPTY=
                COMMENT= # nothing
                SINGLE='as $it \\n is # here'
                DOUBLE="a \\"quote\\" and\\na line, a \\\\n that is none"
                MANY="first
                second"
                URL=postgresql://a:b=c@h/d?x=y
                """);

        assertThat(file.problems()).isEmpty();
        assertThat(file.values())
                .containsEntry("PLAIN", "one two")
                .containsEntry("EXPORTED", "spaced")
                .containsEntry("HASH", "pass#word")
                .containsEntry("EMPTY", "")
                .containsEntry("COMMENT", "")
                .containsEntry("SINGLE", "as $it \\n is # here")
                .containsEntry("DOUBLE", "a \"quote\" and\na line, a \\n that is none")
                .containsEntry("MANY", "first\nsecond")
                .containsEntry("URL", "postgresql://a:b=c@h/d?x=y")
                .hasSize(9);
    }

    @Test
    void brokenLinesOfADotEnvFileAreProblemsWithTheirNumber() throws IOException {
        Path file = Files.writeString(folder.resolve(".env"), "GOOD=1\nhello world\nOPEN=\"never closed\n");

        assertThat(read(Environment.of(Map.of()).followedByFile(file)).problems())
                .extracting(Problem::name)
                .containsExactly(file + " line 2", file + " line 3");
    }

    @Test
    void twoSettingsOfOneNameAreAProgrammingError() {
        SettingGroup twin = SettingGroup.of("Twin", Setting.text("TOKEN_FILE", "Clashes with the file of TOKEN."));

        assertThatThrownBy(() -> SettingCatalogue.of(List.of(GROUP, twin)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("TOKEN_FILE");
    }

    @Test
    void aSettingOutsideTheCatalogueIsAProgrammingError() {
        Settings settings = read(Environment.of(Map.of())).requireValid();

        assertThatThrownBy(() -> settings.get(HttpSettings.PORT)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> settings.get(TOKEN)).isInstanceOf(IllegalStateException.class);
        assertThat(settings.find(TOKEN)).isEqualTo(Optional.empty());
    }

    @Test
    void theReferencePageListsEverySettingWithTypeDefaultAndMeaning() {
        String page = new ConfigurationReference(CATALOGUE).render();

        assertThat(page)
                .contains("| `LATCHKEY_COUNT` | a whole number from 1 to 9 | `3` | A count. |")
                .contains("| `TOKEN`<br>`TOKEN_FILE` | a secret of at least 8 characters | none | A token. |")
                .contains("| `OLD_TOKEN` | Use TOKEN. |")
                .contains("| `MAIL_HOST` | Mail is not sent. |")
                .endsWith("|\n");
        assertThat(new ConfigurationReference(SettingCatalogue.of(PlatformSettings.GROUPS)).render())
                .contains("dev, demo: `1000`; serve: `10`")
                .contains("dev, demo: embedded server; serve: **required**");
    }

    private static Configuration read(Environment environment) {
        return Configuration.read(CATALOGUE, Profile.DEV, environment);
    }

    private static List<String> problems(Map<String, String> values) {
        return read(Environment.of(values)).problems().stream()
                .map(Problem::name)
                .toList();
    }
}
