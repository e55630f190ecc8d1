package dev.latchkey.networks.stellar;

import dev.latchkey.platform.configuration.Setting;
import dev.latchkey.platform.configuration.SettingGroup;
import dev.latchkey.platform.configuration.SettingTypes;
import dev.latchkey.platform.configuration.Settings;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the Stellar networks are. TESTNET always has a Horizon; MAINNET exists only when its Horizon is named, so that no
 * wallet with real value comes into being by accident.
 */
public final class StellarSettings {

    public static final Setting<URI> HORIZON = Setting.of(
                    "STELLAR_HORIZON_URL", SettingTypes.uri("http", "https"), "Horizon of the TESTNET network.")
            .defaultTo(URI.create("https://horizon-testnet.stellar.org"))
            .defaultNote("dev, demo: the sandbox; serve: `https://horizon-testnet.stellar.org`");

    public static final Setting<String> PASSPHRASE = Setting.text(
                    "STELLAR_NETWORK_PASSPHRASE", "Passphrase of the TESTNET network; every signature is bound to it.")
            .defaultTo(StellarNetwork.TEST_PASSPHRASE)
            .defaultNote("dev, demo: the sandbox's; serve: `" + StellarNetwork.TEST_PASSPHRASE + "`");

    public static final Setting<URI> RPC = Setting.of(
            "LATCHKEY_STELLAR_RPC_URL", SettingTypes.uri("http", "https"), "RPC node of the TESTNET network.");

    public static final Setting<URI> FRIENDBOT = Setting.of(
            "LATCHKEY_STELLAR_FRIENDBOT_URL",
            SettingTypes.uri("http", "https"),
            "Faucet of the TESTNET network; the sponsor account asks it for its first balance.");

    public static final Setting<URI> MAINNET_HORIZON = Setting.of(
            "STELLAR_HORIZON_MAINNET_URL",
            SettingTypes.uri("http", "https"),
            "Horizon of the public network; without it MAINNET is switched off.");

    public static final Setting<URI> MAINNET_RPC = Setting.of(
            "LATCHKEY_STELLAR_MAINNET_RPC_URL", SettingTypes.uri("http", "https"), "RPC node of the public network.");

    public static final SettingGroup GROUP =
            SettingGroup.of("Stellar networks", HORIZON, PASSPHRASE, RPC, FRIENDBOT, MAINNET_HORIZON, MAINNET_RPC);

    private StellarSettings() {}

    /** The networks that are configured. */
    public static List<StellarNetwork> networks(Settings settings) {
        List<StellarNetwork> networks = new ArrayList<>();
        networks.add(new StellarNetwork(
                StellarNetwork.Name.TESTNET,
                settings.get(PASSPHRASE),
                settings.get(HORIZON),
                settings.find(RPC).orElse(null),
                settings.find(FRIENDBOT).orElse(null)));
        settings.find(MAINNET_HORIZON)
                .ifPresent(horizon -> networks.add(new StellarNetwork(
                        StellarNetwork.Name.MAINNET,
                        StellarNetwork.PUBLIC_PASSPHRASE,
                        horizon,
                        settings.find(MAINNET_RPC).orElse(null),
                        null)));
        return List.copyOf(networks);
    }
}
