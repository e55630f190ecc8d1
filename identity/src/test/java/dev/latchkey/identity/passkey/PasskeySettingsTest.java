package dev.latchkey.identity.passkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.platform.configuration.ConfigurationException;
import dev.latchkey.platform.configuration.Profile;
import dev.latchkey.platform.configuration.Settings;
import dev.latchkey.platform.settings.SystemSettingCatalogue;
import dev.latchkey.platform.settings.SystemSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PasskeySettingsTest {

    private static final Map<String, String> WHOLE = Map.of(
            "WEBAUTHN_ENABLED", "true",
            "WEBAUTHN_RP_ID", "example.org",
            "WEBAUTHN_RP_ORIGIN", "https://example.org, https://login.example.org");

    @Test
    void defaultsAreThoseOfTheContract() {
        Settings serve = read(Profile.SERVE, Map.of());
        assertThat(serve.get(PasskeySettings.WEBAUTHN_ENABLED)).isFalse();
        assertThat(serve.find(PasskeySettings.WEBAUTHN_RP_ID)).isEmpty();
        assertThat(serve.find(PasskeySettings.WEBAUTHN_RP_ORIGIN)).isEmpty();
        assertThat(serve.get(PasskeySettings.WEBAUTHN_RP_NAME)).isEqualTo("Cedros Login");
        assertThat(serve.get(PasskeySettings.WEBAUTHN_CHALLENGE_TTL)).isEqualTo(Duration.ofMinutes(5));
        assertThat(serve.get(PasskeySettings.WEBAUTHN_ALLOW_PLATFORM)).isTrue();
        assertThat(serve.get(PasskeySettings.WEBAUTHN_ALLOW_CROSS_PLATFORM)).isTrue();
        assertThat(serve.get(PasskeySettings.WEBAUTHN_REQUIRE_UV)).isTrue();
        assertThat(party(serve)).isEmpty();
    }

    @Test
    void aDevelopersMachineHasPasskeysOnLocalhost() {
        RelyingParty party = party(read(Profile.DEV, Map.of())).orElseThrow();

        assertThat(party.id()).isEqualTo("localhost");
        assertThat(party.origins()).contains("http://localhost:8080");
    }

    @Test
    void theRelyingPartyIsWhatIsSet() {
        Map<String, String> values = with("WEBAUTHN_RP_NAME", "Example");
        values.put("WEBAUTHN_CHALLENGE_TTL", "60");
        values.put("WEBAUTHN_ALLOW_PLATFORM", "false");
        values.put("WEBAUTHN_REQUIRE_UV", "false");

        assertThat(party(read(Profile.SERVE, values)))
                .contains(new RelyingParty(
                        "example.org",
                        "Example",
                        List.of("https://example.org", "https://login.example.org"),
                        Duration.ofMinutes(1),
                        "cross-platform",
                        false));
    }

    @Test
    void whatNoBrowserWouldTakeStopsTheStart() {
        refused(Map.of("WEBAUTHN_ENABLED", "true"), "WEBAUTHN_RP_ID", "is not set");
        refused(Map.of("WEBAUTHN_ENABLED", "true"), "WEBAUTHN_RP_ORIGIN", "is not set");
        refused(with("WEBAUTHN_RP_ORIGIN", "https://example.com"), "WEBAUTHN_RP_ORIGIN", "not on WEBAUTHN_RP_ID");
        refused(with("WEBAUTHN_RP_ORIGIN", "https://notexample.org"), "WEBAUTHN_RP_ORIGIN", "not on WEBAUTHN_RP_ID");
        refused(with("WEBAUTHN_RP_ORIGIN", "http://example.org"), "WEBAUTHN_RP_ORIGIN", "https");
        refused(with("WEBAUTHN_RP_ORIGIN", "https://example.org/path"), "WEBAUTHN_RP_ORIGIN", "no path");
        refused(with("WEBAUTHN_RP_ID", "https://example.org"), "WEBAUTHN_RP_ID", "domain");
        refused(with("WEBAUTHN_RP_ID", "127.0.0.1"), "WEBAUTHN_RP_ID", "domain");
        refused(with("WEBAUTHN_CHALLENGE_TTL", "0"), "WEBAUTHN_CHALLENGE_TTL", "at least 1");
        Map<String, String> none = with("WEBAUTHN_ALLOW_PLATFORM", "false");
        none.put("WEBAUTHN_ALLOW_CROSS_PLATFORM", "false");
        refused(none, "WEBAUTHN_ALLOW_PLATFORM", "no passkey could be made");
    }

    private static Map<String, String> with(String name, String value) {
        Map<String, String> values = new HashMap<>(WHOLE);
        values.put(name, value);
        return values;
    }

    private static void refused(Map<String, String> values, String name, String reason) {
        assertThatThrownBy(() -> read(Profile.SERVE, values))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(name)
                .hasMessageContaining(reason);
    }

    private static Settings read(Profile profile, Map<String, String> values) {
        return Settings.of(profile, values, PasskeySettings.GROUP);
    }

    private static Optional<RelyingParty> party(Settings settings) {
        SystemSettingCatalogue catalogue = new SystemSettingCatalogue(PasskeySettings.SYSTEM);
        return RelyingParty.from(settings, SystemSettings.ofEnvironment(catalogue, settings));
    }
}
