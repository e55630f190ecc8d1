package dev.latchkey.identity.walletsignin;

import dev.latchkey.identity.credential.Credentials;
import dev.latchkey.identity.project.ProjectResolver;
import dev.latchkey.identity.provider.DocumentFetcher;
import dev.latchkey.identity.signin.Features;
import dev.latchkey.identity.signin.Linking;
import dev.latchkey.identity.signin.NewAccounts;
import dev.latchkey.identity.signin.SignIn;
import dev.latchkey.identity.signin.SignInAnswers;
import dev.latchkey.identity.token.Challenges;
import dev.latchkey.identity.user.UserStore;
import dev.latchkey.networks.http.NodeHttp;
import dev.latchkey.networks.stellar.StellarNetwork;
import dev.latchkey.networks.stellar.horizon.HorizonClient;
import dev.latchkey.platform.configuration.HttpSettings;
import dev.latchkey.platform.configuration.Profile;
import dev.latchkey.platform.configuration.Settings;
import dev.latchkey.platform.crypto.EnvelopeCipher;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.http.Route;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The ways to sign in with a wallet, put together. */
public final class WalletSignIn {

    private static final Duration HORIZON_TIMEOUT = Duration.ofSeconds(5);
    private static final int HORIZON_BYTES = 1 << 20;

    private final List<Route> routes;

    /** What they stand on, from platform. */
    public record Ground(
            Database database, Settings settings, EnvelopeCipher cipher, SecureRandom random, Clock clock) {}

    /**
     * What they share with the other ways to sign in.
     *
     * @param fetcher for documents of domains that clients name
     */
    public record Common(
            Features features,
            ProjectResolver projects,
            UserStore users,
            Credentials credentials,
            Challenges challenges,
            NewAccounts accounts,
            Linking linking,
            SignIn signIn,
            SignInAnswers answers,
            DocumentFetcher fetcher) {}

    public WalletSignIn(Ground ground, Common common) {
        Settings settings = ground.settings();
        String basePath = settings.get(HttpSettings.AUTH_BASE_PATH);
        StellarNetwork network = WalletSignInSettings.network(settings);
        WalletSignInSettings.Page page = WalletSignInSettings.page(settings);
        WalletSignInSettings.WebAuthPlace place = WalletSignInSettings.webAuthPlace(settings);
        ChallengeBook book = new ChallengeBook(ground.database(), common.challenges());
        Nonces nonces = new Nonces(ground.random());
        StellarAccounts ledger = new StellarAccounts(new HorizonClient(
                new NodeHttp(NodeHttp.client(HORIZON_TIMEOUT), HORIZON_TIMEOUT, HORIZON_BYTES), network.horizon()));
        WebAuthKey key = new WebAuthKey(ground.database(), ground.cipher(), ground.random());
        SolanaChallenges solana = new SolanaChallenges(
                book, nonces, page, settings.get(WalletSignInSettings.SOLANA_CHALLENGE_EXPIRY), ground.clock());
        StellarChallenges stellar = new StellarChallenges(
                book,
                key,
                network,
                place,
                ledger,
                new ClientDomains(common.fetcher(), settings.profile() != Profile.SERVE),
                ground.random(),
                ground.clock());
        StellarMessages messages = new StellarMessages(book, nonces, page, network, ledger, ground.clock());
        WalletAccounts accounts = new WalletAccounts(
                ground.database(),
                common.credentials(),
                common.users(),
                common.accounts(),
                common.signIn(),
                common.linking());
        WebAuthRoutes webAuth = new WebAuthRoutes(
                stellar,
                accounts,
                common.answers(),
                common.features(),
                common.projects(),
                key,
                network,
                place.publicUrl(),
                basePath);
        SolanaRoutes solanaRoutes =
                new SolanaRoutes(solana, accounts, common.answers(), common.features(), common.projects());
        StellarRoutes stellarRoutes =
                new StellarRoutes(stellar, messages, accounts, common.answers(), common.features(), common.projects());
        LinkRoutes links = new LinkRoutes(solana, stellar, messages, accounts, common.features());
        this.routes = Stream.of(
                        solanaRoutes.routes(basePath),
                        stellarRoutes.routes(basePath),
                        webAuth.routes(),
                        links.routes(basePath))
                .flatMap(List::stream)
                .toList();
    }

    public List<Route> routes() {
        return routes;
    }
}
