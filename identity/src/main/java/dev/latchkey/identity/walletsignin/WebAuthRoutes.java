package dev.latchkey.identity.walletsignin;

import dev.latchkey.identity.project.ProjectResolver;
import dev.latchkey.identity.session.AuthResponse;
import dev.latchkey.identity.session.AuthUser;
import dev.latchkey.identity.session.TokenPair;
import dev.latchkey.identity.signin.Feature;
import dev.latchkey.identity.signin.Features;
import dev.latchkey.identity.signin.SignIn;
import dev.latchkey.identity.signin.SignInAnswers;
import dev.latchkey.networks.stellar.StellarNetwork;
import dev.latchkey.networks.stellar.webauth.StellarToml;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Guard;
import dev.latchkey.platform.http.Handler;
import dev.latchkey.platform.http.RateClass;
import dev.latchkey.platform.http.Reply;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.Style;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * SEP-10 by the letter, for clients that know nothing else of us: its names, its forms, its errors, any origin, the token in
 * JSON and never in cookies. What is proved and what comes of it is as at {@code POST /stellar}.
 */
final class WebAuthRoutes {

    private static final String TAG = "Stellar Web Authentication";

    private final StellarChallenges challenges;
    private final WalletAccounts accounts;
    private final SignInAnswers answers;
    private final Features features;
    private final ProjectResolver projects;
    private final WebAuthKey key;
    private final StellarNetwork network;
    private final @Nullable URI publicUrl;
    private final String path;

    WebAuthRoutes(
            StellarChallenges challenges,
            WalletAccounts accounts,
            SignInAnswers answers,
            Features features,
            ProjectResolver projects,
            WebAuthKey key,
            StellarNetwork network,
            @Nullable URI publicUrl,
            String basePath) {
        this.challenges = challenges;
        this.accounts = accounts;
        this.answers = answers;
        this.features = features;
        this.projects = projects;
        this.key = key;
        this.network = network;
        this.publicUrl = publicUrl;
        this.path = basePath + "/sep10";
    }

    List<Route> routes() {
        return List.of(
                Route.get(path)
                        .style(Style.AUTH)
                        .guard(Guard.OPEN)
                        .rate(RateClass.AUTH)
                        .openProtocol()
                        .query("account", String.class, "G… or M…")
                        .query("memo", String.class, "Id of a user of a shared account")
                        .query("home_domain", String.class, "One of this server's home domains")
                        .query("client_domain", String.class, "The wallet application's domain, which will sign too")
                        .answer(200, Sep10Challenge.class)
                        .answer(400, "No challenge can be made of this")
                        .answer(404, "SEP-10 is switched off")
                        .summary(TAG, "Gives a challenge transaction (SEP-10).")
                        .handle(call -> speaking(call, this::challenge)),
                Route.post(path)
                        .style(Style.AUTH)
                        .guard(Guard.OPEN)
                        .rate(RateClass.AUTH)
                        .openProtocol()
                        .body(StellarRoutes.SignedChallengeTransaction.class)
                        .answer(200, Sep10Token.class)
                        .answer(400, "Not a challenge of this server, used or expired")
                        .answer(401, "The signatures do not carry the account's authority")
                        .answer(403, "The user has a second factor, or the account is inactive")
                        .answer(404, "SEP-10 is switched off")
                        .answer(503, "The Stellar network cannot be asked for the account's signers")
                        .summary(TAG, "Exchanges a signed challenge transaction for a token (SEP-10).")
                        .handle(call -> speaking(call, this::token)),
                Route.get("/.well-known/stellar.toml")
                        .style(Style.MUX)
                        .guard(Guard.OPEN)
                        .rate(RateClass.NONE)
                        .openProtocol()
                        .answer(200, "TOML")
                        .answer(404, "SEP-10 is switched off")
                        .summary(TAG, "Says where SEP-10 is answered and with which key (SEP-1).")
                        .handle(this::toml));
    }

    private Reply challenge(Call call) {
        String account = call.query().text("account").orElseThrow(() -> ApiException.invalid("account is required"));
        StellarChallenges.Request request = new StellarChallenges.Request(
                account,
                call.query().text("memo").orElse(null),
                call.query().text("home_domain").orElse(null),
                call.query().text("client_domain").orElse(null));
        StellarChallenges.StellarChallenge issued = challenges.issue(projects.projectOf(call), null, request);
        return Reply.ok(new Sep10Challenge(issued.transaction(), issued.networkPassphrase()));
    }

    private Reply token(Call call) {
        UUID projectId = projects.projectOf(call);
        String transaction =
                call.body(StellarRoutes.SignedChallengeTransaction.class).transaction();
        WalletProof proof = challenges.redeem(projectId, null, transaction);
        return switch (accounts.enter(projectId, proof, call.origin())) {
            case SignIn.Outcome.SignedIn signedIn -> Reply.ok(Sep10Token.of(answers.withTokens(signedIn, call)));
            case SignIn.Outcome.SecondFactorRequired(var user, var token) ->
                Reply.of(
                        403,
                        new SecondFactor(
                                "This user has a second factor: POST /login/mfa with mfaToken and code",
                                true,
                                token,
                                user.id()));
        };
    }

    private Reply toml(Call call) {
        String text = new StellarToml(network.passphrase(), key.address(), endpoint()).toText();
        return Reply.text("text/plain; charset=utf-8", text).header("Cache-Control", "public, max-age=300");
    }

    /** Refusals as SEP-10 has them, and in our words beside. */
    private Reply speaking(Call call, Handler handler) {
        try {
            endpoint();
            return handler.handle(call);
        } catch (ApiException refusal) {
            String message = String.join("; ", refusal.messages());
            return Reply.of(refusal.status(), new Refusal(message, refusal.code(), message));
        }
    }

    private URI endpoint() {
        features.require(Feature.STELLAR);
        if (publicUrl == null) {
            throw ApiException.notFound("SEP-10 is off: set " + WalletSignInSettings.PUBLIC_URL.name()
                    + " to where clients reach this server");
        }
        return URI.create(publicUrl.toString().replaceFirst("/+$", "") + path);
    }

    /** Answer of {@code GET /sep10}. */
    record Sep10Challenge(String transaction, String network_passphrase) {}

    /** Answer of {@code POST /sep10}: SEP-10's token, which is our access token, and what every sign-in answers. */
    record Sep10Token(
            String token,
            AuthUser user,
            TokenPair tokens,
            boolean isNewUser,
            @Nullable Object callbackData,
            @Nullable String apiKey) {

        static Sep10Token of(AuthResponse response) {
            TokenPair tokens = Objects.requireNonNull(response.tokens());
            return new Sep10Token(
                    tokens.accessToken(),
                    response.user(),
                    tokens,
                    response.isNewUser(),
                    response.callbackData(),
                    response.apiKey());
        }
    }

    /** Answer of {@code POST /sep10} where a code is needed. */
    record SecondFactor(String error, boolean mfaRequired, String mfaToken, UUID userId) {}

    /** What SEP-10 calls an error. */
    record Refusal(String error, String code, String message) {}
}
