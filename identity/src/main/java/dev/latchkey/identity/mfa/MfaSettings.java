package dev.latchkey.identity.mfa;

import dev.latchkey.platform.configuration.Setting;
import dev.latchkey.platform.configuration.SettingTypes;

/** What can be configured about second factors. */
public final class MfaSettings {

    public static final Setting<String> TOTP_ISSUER = Setting.of(
                    "TOTP_ISSUER",
                    SettingTypes.text()
                            .matching(
                                    given -> given.length() <= 64 && !given.contains(":"),
                                    "must have at most 64 characters, none of them a colon"),
                    "What authenticator apps call an entry of this server.")
            .defaultTo("Cedros");

    private MfaSettings() {}
}
