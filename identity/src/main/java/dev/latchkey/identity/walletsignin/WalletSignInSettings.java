package dev.latchkey.identity.walletsignin;

import dev.latchkey.networks.stellar.StellarNetwork;
import dev.latchkey.networks.stellar.StellarSettings;
import dev.latchkey.platform.configuration.HttpSettings;
import dev.latchkey.platform.configuration.Problem;
import dev.latchkey.platform.configuration.Profile;
import dev.latchkey.platform.configuration.Setting;
import dev.latchkey.platform.configuration.SettingGroup;
import dev.latchkey.platform.configuration.SettingType;
import dev.latchkey.platform.configuration.SettingTypes;
import dev.latchkey.platform.configuration.Settings;
import dev.latchkey.platform.mail.MailSettings;
import dev.latchkey.platform.settings.SystemSetting;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which wallets may sign in, and what they are shown as the place they sign in to. */
public final class WalletSignInSettings {

    public static final Setting<Boolean> SOLANA_ENABLED =
            Setting.bool("SOLANA_ENABLED", "Sign-in with a Solana wallet.").defaultTo(true);

    public static final Setting<Duration> SOLANA_CHALLENGE_EXPIRY = Setting.seconds(
                    "SOLANA_CHALLENGE_EXPIRY", 1, "Seconds a Solana wallet has to sign a challenge.")
            .defaultTo(Duration.ofMinutes(5));

    public static final Setting<Boolean> STELLAR_ENABLED = Setting.bool(
                    "LATCHKEY_STELLAR_SIGNIN_ENABLED", "Sign-in with a Stellar wallet (SEP-10, SEP-53).")
            .defaultTo(true);

    public static final Setting<StellarNetwork.Name> STELLAR_NETWORK = Setting.of(
                    "LATCHKEY_STELLAR_SIGNIN_NETWORK",
                    SettingTypes.oneOf(StellarNetwork.Name.class),
                    "The network whose signers and thresholds decide who may sign in for a Stellar account.")
            .defaultNote("MAINNET where it is configured, TESTNET otherwise");

    public static final Setting<String> DOMAIN = Setting.of(
                    "LATCHKEY_SIGNIN_DOMAIN",
                    domain(),
                    "The host of your pages, with its port where that is not the usual one: what wallets show and users"
                            + " sign.")
            .defaultNote("the host of FRONTEND_URL");

    public static final Setting<URI> PUBLIC_URL = Setting.of(
                    "LATCHKEY_PUBLIC_URL",
                    SettingTypes.uri("https", "http"),
                    "Where clients reach this server; SEP-10 clients are told so in `/.well-known/stellar.toml`.")
            .defaultNote("dev, demo: `http://localhost:<PORT>`; serve: none, and SEP-10 is off");

    public static final Setting<List<String>> HOME_DOMAINS = Setting.of(
                    "LATCHKEY_STELLAR_HOME_DOMAINS",
                    SettingTypes.listOf(domain()),
                    "Home domains that SEP-10 clients may sign in to: hosts whose stellar.toml names this server's key.")
            .defaultNote("the host of LATCHKEY_PUBLIC_URL");

    public static final SystemSetting<Boolean> AUTH_SOLANA_ENABLED = SystemSetting.bool(
                    "auth_solana_enabled", "auth.solana", true, "Sign-in with a Solana wallet.")
            .insteadOf(SOLANA_ENABLED);

    public static final SystemSetting<Duration> AUTH_SOLANA_CHALLENGE_EXPIRY = SystemSetting.seconds(
                    "auth_solana_challenge_expiry",
                    "auth.solana",
                    60,
                    300,
                    "Seconds a Solana wallet has to sign a challenge.")
            .lockedBy(SOLANA_CHALLENGE_EXPIRY);

    /** Not among the contract's keys, like the way to sign in. */
    public static final SystemSetting<Boolean> AUTH_STELLAR_ENABLED = SystemSetting.bool(
                    "auth_stellar_enabled", "auth.stellar", true, "Sign-in with a Stellar wallet.")
            .insteadOf(STELLAR_ENABLED);

    /** What administrators may change. */
    public static final List<SystemSetting<?>> SYSTEM =
            List.of(AUTH_SOLANA_ENABLED, AUTH_SOLANA_CHALLENGE_EXPIRY, AUTH_STELLAR_ENABLED);

    public static final SettingGroup GROUP = SettingGroup.of(
                    "Sign-in with wallets",
                    SOLANA_ENABLED,
                    SOLANA_CHALLENGE_EXPIRY,
                    STELLAR_ENABLED,
                    STELLAR_NETWORK,
                    DOMAIN,
                    PUBLIC_URL,
                    HOME_DOMAINS)
            .withRules(WalletSignInSettings::requireNetwork, WalletSignInSettings::requireHttps);

    private WalletSignInSettings() {}

    /** The page that users sign in at, as wallets show it. */
    record Page(String domain, URI uri) {}

    /**
     * This server as SEP-10 clients know it.
     *
     * @param homeDomains the first is that of a client that names none
     * @param publicUrl {@code null} where clients of others could not find this server
     */
    record WebAuthPlace(
            List<String> homeDomains,
            String webAuthDomain,
            @Nullable URI publicUrl) {}

    static Page page(Settings settings) {
        URI frontend = settings.get(MailSettings.FRONTEND_URL);
        return settings.find(DOMAIN)
                .map(domain -> new Page(domain, URI.create("https://" + domain)))
                .orElseGet(() -> new Page(frontend.getAuthority(), frontend));
    }

    static StellarNetwork network(Settings settings) {
        List<StellarNetwork> networks = StellarSettings.networks(settings);
        return settings.find(STELLAR_NETWORK)
                .flatMap(name -> named(networks, name))
                .or(() -> named(networks, StellarNetwork.Name.MAINNET))
                .orElseGet(networks::getFirst);
    }

    static WebAuthPlace webAuthPlace(Settings settings) {
        Optional<URI> url = settings.find(PUBLIC_URL)
                .or(() -> settings.profile() == Profile.SERVE ? Optional.empty() : Optional.of(local(settings)));
        String domain =
                url.map(URI::getAuthority).orElseGet(() -> page(settings).domain());
        return new WebAuthPlace(settings.find(HOME_DOMAINS).orElse(List.of(domain)), domain, url.orElse(null));
    }

    private static URI local(Settings settings) {
        int port = settings.get(HttpSettings.PORT);
        return URI.create(port == 0 ? "http://localhost" : "http://localhost:" + port);
    }

    private static Optional<StellarNetwork> named(List<StellarNetwork> networks, StellarNetwork.Name name) {
        return networks.stream().filter(network -> network.name() == name).findFirst();
    }

    private static SettingType<String> domain() {
        return SettingTypes.text()
                .matching(
                        given -> given.matches("(?=.{1,58}$)[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?"),
                        "must be a host name of at most 58 characters, with a port where it needs one");
    }

    private static List<Problem> requireNetwork(Settings settings) {
        boolean missing = settings.find(STELLAR_NETWORK)
                .filter(name -> named(StellarSettings.networks(settings), name).isEmpty())
                .isPresent();
        return missing
                ? List.of(new Problem(
                        STELLAR_NETWORK.name(),
                        "is MAINNET, but STELLAR_HORIZON_MAINNET_URL is not set.",
                        "Set it, or remove " + STELLAR_NETWORK.name() + "."))
                : List.of();
    }

    private static List<Problem> requireHttps(Settings settings) {
        List<Problem> problems = new ArrayList<>();
        settings.find(PUBLIC_URL).ifPresent(url -> {
            if (settings.profile() == Profile.SERVE && !"https".equalsIgnoreCase(url.getScheme())) {
                problems.add(new Problem(
                        PUBLIC_URL.name(), "is not an https address.", "Name the address behind your TLS proxy."));
            }
        });
        return problems;
    }
}
