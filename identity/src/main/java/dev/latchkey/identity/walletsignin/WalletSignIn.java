package dev.latchkey.identity.walletsignin;

import dev.latchkey.identity.provider.GuardedFetcher;
import dev.latchkey.identity.signin.SharedServices;
import dev.latchkey.networks.http.NodeHttp;
import dev.latchkey.networks.stellar.StellarNetwork;
import dev.latchkey.networks.stellar.horizon.HorizonClient;
import dev.latchkey.platform.configuration.Profile;
import dev.latchkey.platform.configuration.Settings;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.settings.Latest;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The ways to sign in with a wallet, put together. */
public final class WalletSignIn {

    private static final Duration HORIZON_TIMEOUT = Duration.ofSeconds(5);
    private static final int HORIZON_BYTES = 1 << 20;

    /** For documents of domains that callers name. */
    private static final Duration DOCUMENT_TIMEOUT = Duration.ofSeconds(5);

    private final List<Route> routes;

    public WalletSignIn(SharedServices shared) {
        Settings settings = shared.settings();
        boolean anyAddress = settings.profile() != Profile.SERVE;
        StellarNetwork network = WalletSignInSettings.network(settings);
        Supplier<WalletSignInSettings.Page> page =
                new Latest<>(shared.systemSettings()::configuration, WalletSignInSettings::page);
        Supplier<WalletSignInSettings.WebAuthPlace> place =
                new Latest<>(shared.systemSettings()::configuration, WalletSignInSettings::webAuthPlace);
        ChallengeBook book = new ChallengeBook(shared.database(), shared.challenges());
        Nonces nonces = new Nonces(shared.random());
        StellarAccounts ledger = new StellarAccounts(new HorizonClient(
                new NodeHttp(NodeHttp.client(HORIZON_TIMEOUT), HORIZON_TIMEOUT, HORIZON_BYTES), network.horizon()));
        WebAuthKey key = new WebAuthKey(shared.database(), shared.cipher(), shared.random());
        SolanaChallenges solana = new SolanaChallenges(
                book,
                nonces,
                page,
                () -> shared.systemSettings().get(WalletSignInSettings.AUTH_SOLANA_CHALLENGE_EXPIRY),
                shared.clock());
        StellarChallenges stellar = new StellarChallenges(
                book,
                key,
                network,
                place,
                ledger,
                new ClientDomains(new GuardedFetcher(DOCUMENT_TIMEOUT, anyAddress), anyAddress),
                shared.random(),
                shared.clock());
        StellarMessages messages = new StellarMessages(book, nonces, page, network, ledger, shared.clock());
        WalletAccounts accounts = new WalletAccounts(
                shared.database(),
                shared.credentials(),
                shared.users(),
                shared.newAccounts(),
                shared.signIn(),
                shared.linking());
        WebAuthRoutes webAuth = new WebAuthRoutes(
                stellar,
                accounts,
                shared.answers(),
                shared.features(),
                shared.projects(),
                key,
                network,
                place.get().publicUrl(),
                shared.basePath());
        SolanaRoutes solanaRoutes =
                new SolanaRoutes(solana, accounts, shared.answers(), shared.features(), shared.projects());
        StellarRoutes stellarRoutes =
                new StellarRoutes(stellar, messages, accounts, shared.answers(), shared.features(), shared.projects());
        LinkRoutes links = new LinkRoutes(solana, stellar, messages, accounts, shared.features());
        this.routes = Stream.of(
                        solanaRoutes.routes(shared.basePath()),
                        stellarRoutes.routes(shared.basePath()),
                        webAuth.routes(),
                        links.routes(shared.basePath()))
                .flatMap(List::stream)
                .toList();
    }

    public List<Route> routes() {
        return routes;
    }
}
