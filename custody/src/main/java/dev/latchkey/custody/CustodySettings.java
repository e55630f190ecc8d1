package dev.latchkey.custody;

import dev.latchkey.platform.configuration.Secret;
import dev.latchkey.platform.configuration.Setting;
import dev.latchkey.platform.configuration.SettingGroup;
import dev.latchkey.platform.configuration.SettingTypes;

/** What can be configured about keys. */
public final class CustodySettings {

    private static final String SAMPLE = "your-secret-encryption-key-min-32-chars";

    public static final Setting<Secret> WALLET_ENCRYPTION_KEY = Setting.of(
                    "WALLET_ENCRYPTION_KEY",
                    SettingTypes.secret(32)
                            .matching(
                                    key -> !key.reveal().isBlank()
                                            && !key.reveal().equals(SAMPLE),
                                    "must not be blank or the sample value"),
                    "Only opens wallet keys that are imported from the service that came before (version-1 envelopes);"
                            + " wallet keys are sealed under `MASTER_KEY`.")
            .keptSecret()
            .howTo("Set it to the value the former service ran with, or leave it out.");

    public static final SettingGroup GROUP = SettingGroup.of("Wallet keys", WALLET_ENCRYPTION_KEY);

    private CustodySettings() {}
}
