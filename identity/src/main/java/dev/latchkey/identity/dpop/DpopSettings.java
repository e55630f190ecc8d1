package dev.latchkey.identity.dpop;

import dev.latchkey.identity.walletsignin.WalletSignInSettings;
import dev.latchkey.platform.configuration.Profile;
import dev.latchkey.platform.configuration.Setting;
import dev.latchkey.platform.configuration.SettingTypes;
import dev.latchkey.platform.configuration.Settings;
import java.net.URI;
import java.util.List;

/** What clients call this server, for proofs that name it. */
public final class DpopSettings {

    public static final Setting<List<URI>> PUBLIC_URLS = Setting.of(
                    "LATCHKEY_PUBLIC_URLS",
                    SettingTypes.listOf(SettingTypes.uri("https", "http")),
                    "Addresses by which clients reach this server, such as `https://id.example.com`, as DPoP proofs name"
                            + " them (`htu`, RFC 9449); with the path prefix that a proxy takes away, if there is one."
                            + " Empty: `LATCHKEY_PUBLIC_URL`; without that, `serve` takes no DPoP proofs, and `dev` and `demo`"
                            + " believe the `Host` header.")
            .defaultTo(List.of());

    private DpopSettings() {}

    /** How proofs are checked under these settings. */
    public static RequestAddress address(Settings settings) {
        List<URI> named = settings.get(PUBLIC_URLS);
        List<URI> known = named.isEmpty()
                ? settings.find(WalletSignInSettings.PUBLIC_URL).stream().toList()
                : named;
        return new RequestAddress(known, settings.profile() != Profile.SERVE);
    }
}
