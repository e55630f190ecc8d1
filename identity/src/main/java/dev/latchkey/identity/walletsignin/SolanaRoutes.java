package dev.latchkey.identity.walletsignin;

import dev.latchkey.identity.project.ProjectResolver;
import dev.latchkey.identity.session.AuthResponse;
import dev.latchkey.identity.signin.Feature;
import dev.latchkey.identity.signin.Features;
import dev.latchkey.identity.signin.SignIn;
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

/** Sign-in with a Solana wallet (auth-api.md 12). */
final class SolanaRoutes {

    private static final String TAG = "Sign-in with wallets";

    private final SolanaChallenges challenges;
    private final WalletAccounts accounts;
    private final SignInAnswers answers;
    private final Features features;
    private final ProjectResolver projects;

    SolanaRoutes(
            SolanaChallenges challenges,
            WalletAccounts accounts,
            SignInAnswers answers,
            Features features,
            ProjectResolver projects) {
        this.challenges = challenges;
        this.accounts = accounts;
        this.answers = answers;
        this.features = features;
        this.projects = projects;
    }

    List<Route> routes(String basePath) {
        return List.of(
                Route.post(basePath + "/solana/challenge")
                        .style(Style.AUTH)
                        .guard(Guard.OPEN)
                        .rate(RateClass.AUTH)
                        .namesProject()
                        .body(SolanaChallengeRequest.class)
                        .answer(200, SolanaChallenges.SolanaChallenge.class)
                        .answer(400, "The address is malformed")
                        .answer(404, "Sign-in with Solana is switched off")
                        .summary(TAG, "Gives a Solana wallet something to sign.")
                        .handle(this::challenge),
                Route.post(basePath + "/solana")
                        .style(Style.AUTH)
                        .guard(Guard.OPEN)
                        .rate(RateClass.AUTH)
                        .namesProject()
                        .body(SolanaAnswer.class)
                        .answer(200, AuthResponse.class)
                        .answer(400, "Malformed, or the challenge is unknown, used or expired")
                        .answer(401, "Address, message or signature is not the challenge's")
                        .answer(404, "Sign-in with Solana is switched off")
                        .summary(TAG, "Signs in with a Solana wallet; a new wallet gets an account.")
                        .handle(this::signIn));
    }

    private Reply challenge(Call call) {
        features.require(Feature.SOLANA);
        String publicKey = call.body(SolanaChallengeRequest.class).publicKey();
        return Reply.ok(challenges.issue(projects.projectOf(call), null, publicKey));
    }

    private Reply signIn(Call call) {
        features.require(Feature.SOLANA);
        UUID projectId = projects.projectOf(call);
        WalletProof proof = challenges.redeem(projectId, null, call.body(SolanaAnswer.class));
        SignIn.Outcome outcome = accounts.enter(projectId, proof, call.origin());
        return answers.reply(outcome, call);
    }

    /** Body of {@code POST /solana/challenge}. */
    record SolanaChallengeRequest(@Length(max = 64) String publicKey) {}
}
