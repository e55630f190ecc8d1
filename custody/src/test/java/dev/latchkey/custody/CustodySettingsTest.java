package dev.latchkey.custody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.latchkey.platform.configuration.ConfigurationException;
import dev.latchkey.platform.configuration.Profile;
import dev.latchkey.platform.configuration.Secret;
import dev.latchkey.platform.configuration.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CustodySettingsTest {

    @Test
    void nothingHasToBeSet() {
        assertThat(CustodyOptions.from(Settings.of(Profile.SERVE, Map.of(), Custody.SETTINGS))
                        .walletEncryptionKey())
                .isEmpty();
    }

    @Test
    void theFormerKeyIsReadAndKeptSecret() {
        String key = "unit-test-master-key-0123456789abcdef";

        CustodyOptions options =
                CustodyOptions.from(Settings.of(Profile.SERVE, Map.of("WALLET_ENCRYPTION_KEY", key), Custody.SETTINGS));

        assertThat(options.walletEncryptionKey()).contains(new Secret(key));
        assertThat(options.toString()).doesNotContain(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "your-secret-encryption-key-min-32-chars", "                                   "})
    void shortBlankAndSampleKeysStopTheStartWithoutBeingShown(String key) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> Settings.of(Profile.SERVE, Map.of("WALLET_ENCRYPTION_KEY", key), Custody.SETTINGS))
                .withMessageContaining("WALLET_ENCRYPTION_KEY")
                .withMessageNotContaining(key);
    }
}
