package dev.latchkey.identity.walletsignin;

import dev.latchkey.identity.project.ProjectResolver;
import dev.latchkey.identity.session.AuthResponse;
import dev.latchkey.identity.signin.Feature;
import dev.latchkey.identity.signin.Features;
import dev.latchkey.identity.signin.SignInAnswers;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Guard;
import dev.latchkey.platform.http.RateClass;
import dev.latchkey.platform.http.Reply;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.Style;
import dev.latchkey.platform.json.Length;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Sign-in with a Stellar wallet from our own pages: by a challenge transaction, as SEP-10 has it, or by a signed message
 * (SEP-53). Clients that speak SEP-10 by the letter use {@link WebAuthRoutes}.
 */
final class StellarRoutes {

    private static final String TAG = "Sign-in with wallets";
    private static final String MALFORMED = "Malformed, or the challenge is unknown, used or expired";
    private static final String UNAUTHORIZED = "The signatures do not carry the account's authority";
    private static final String AWAY = "The Stellar network cannot be asked for the account's signers";

    private final StellarChallenges challenges;
    private final StellarMessages messages;
    private final WalletAccounts accounts;
    private final SignInAnswers answers;
    private final Features features;
    private final ProjectResolver projects;

    StellarRoutes(
            StellarChallenges challenges,
            StellarMessages messages,
            WalletAccounts accounts,
            SignInAnswers answers,
            Features features,
            ProjectResolver projects) {
        this.challenges = challenges;
        this.messages = messages;
        this.accounts = accounts;
        this.answers = answers;
        this.features = features;
        this.projects = projects;
    }

    List<Route> routes(String basePath) {
        return List.of(
                open(basePath + "/stellar/challenge")
                        .body(StellarChallengeRequest.class)
                        .answer(200, StellarChallenges.StellarChallenge.class)
                        .answer(400, "Account, memo or a domain cannot be used")
                        .summary(TAG, "Gives a Stellar wallet a transaction to sign (SEP-10).")
                        .handle(this::challenge),
                open(basePath + "/stellar")
                        .body(SignedChallengeTransaction.class)
                        .answer(200, AuthResponse.class)
                        .answer(400, MALFORMED)
                        .answer(401, UNAUTHORIZED)
                        .answer(503, AWAY)
                        .summary(TAG, "Signs in with a signed challenge transaction; a new account gets a user.")
                        .handle(this::signIn),
                open(basePath + "/stellar/message/challenge")
                        .body(StellarMessageRequest.class)
                        .answer(200, StellarMessages.StellarMessageChallenge.class)
                        .answer(400, "The account is malformed")
                        .summary(TAG, "Gives a Stellar wallet a message to sign (SEP-53).")
                        .handle(this::messageChallenge),
                open(basePath + "/stellar/message")
                        .body(StellarAnswer.class)
                        .answer(200, AuthResponse.class)
                        .answer(400, MALFORMED)
                        .answer(401, UNAUTHORIZED)
                        .answer(503, AWAY)
                        .summary(TAG, "Signs in with a signed message; a new account gets a user.")
                        .handle(this::signInByMessage));
    }

    private static Route.Builder open(String path) {
        return Route.post(path)
                .style(Style.AUTH)
                .guard(Guard.OPEN)
                .rate(RateClass.AUTH)
                .namesProject()
                .answer(404, "Sign-in with Stellar is switched off");
    }

    private Reply challenge(Call call) {
        features.require(Feature.STELLAR);
        StellarChallengeRequest body = call.body(StellarChallengeRequest.class);
        return Reply.ok(challenges.issue(projects.projectOf(call), null, body.request()));
    }

    private Reply signIn(Call call) {
        features.require(Feature.STELLAR);
        UUID projectId = projects.projectOf(call);
        String transaction = call.body(SignedChallengeTransaction.class).transaction();
        WalletProof proof = challenges.redeem(projectId, null, transaction);
        return answers.reply(accounts.enter(projectId, proof, call.origin()), call);
    }

    private Reply messageChallenge(Call call) {
        features.require(Feature.STELLAR);
        String account = call.body(StellarMessageRequest.class).account();
        return Reply.ok(messages.issue(projects.projectOf(call), null, account));
    }

    private Reply signInByMessage(Call call) {
        features.require(Feature.STELLAR);
        UUID projectId = projects.projectOf(call);
        WalletProof proof = messages.redeem(projectId, null, call.body(StellarAnswer.class));
        return answers.reply(accounts.enter(projectId, proof, call.origin()), call);
    }

    /** Body of {@code POST /stellar/challenge}. */
    record StellarChallengeRequest(
            @Length(max = 80) String account,
            @Length(max = 20) @Nullable String memo,
            @Length(max = 64) @Nullable String homeDomain,
            @Length(max = 64) @Nullable String clientDomain) {

        /** Whether its own key can speak for it in a message: not for one of several users of it. */
        boolean isPlainAccount() {
            return memo == null && account.startsWith("G");
        }

        StellarChallenges.Request request() {
            return new StellarChallenges.Request(account, memo, homeDomain, clientDomain);
        }
    }

    /** Body of {@code POST /stellar}. */
    record SignedChallengeTransaction(@Length(max = 20_000) String transaction) {}

    /** Body of {@code POST /stellar/message/challenge}. */
    record StellarMessageRequest(@Length(max = 64) String account) {}
}
