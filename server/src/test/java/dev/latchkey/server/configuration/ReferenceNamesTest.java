package dev.latchkey.server.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.platform.configuration.Configuration;
import dev.latchkey.platform.configuration.Environment;
import dev.latchkey.platform.configuration.PlatformSettings;
import dev.latchkey.platform.configuration.Problem;
import dev.latchkey.platform.configuration.Profile;
import dev.latchkey.platform.configuration.Setting;
import dev.latchkey.platform.configuration.SettingCatalogue;
import dev.latchkey.platform.configuration.SettingGroup;
import dev.latchkey.platform.configuration.UnusedSetting;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ReferenceNamesTest {
    @Test
    void aNameThatMeansNothingHereIsWarnedAbout() {
        SettingCatalogue catalogue = SettingCatalogue.of(PlatformSettings.GROUPS)
                .withUnused(ReferenceNames.notDeclaredIn(PlatformSettings.GROUPS));
        Configuration configuration =
                Configuration.read(catalogue, Profile.DEV, Environment.of(Map.of("PRIVACY_CASH_ENABLED", "true")));

        assertThat(configuration.problems()).isEmpty();
        assertThat(configuration.warnings())
                .containsExactly(new Problem(
                        "PRIVACY_CASH_ENABLED",
                        "has no effect in this version.",
                        "Credits and deposits are not part of this version."));
    }

    @Test
    void aNameARoomDeclaresIsNoLongerListed() {
        SettingGroup webhooks =
                SettingGroup.of("Webhooks", Setting.text("WEBHOOK_TIMEOUT_MS", "How long a try may take."));

        assertThat(ReferenceNames.notDeclaredIn(List.of(webhooks)))
                .extracting(UnusedSetting::name)
                .doesNotContain("WEBHOOK_TIMEOUT_MS")
                .contains("WEBHOOK_MAX_RETRIES")
                .isSorted()
                .doesNotHaveDuplicates();
    }
}
