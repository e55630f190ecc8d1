package dev.latchkey.identity.walletsignin;

import dev.latchkey.identity.signin.Feature;
import dev.latchkey.identity.signin.Features;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Caller;
import dev.latchkey.platform.http.Guard;
import dev.latchkey.platform.http.RateClass;
import dev.latchkey.platform.http.Reply;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.StepUp;
import dev.latchkey.platform.http.Style;
import dev.latchkey.platform.json.Length;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Linking a wallet to an account that exists takes both proofs: a user who has just signed in, and the wallet's signature
 * under a challenge that was made for that user and says so.
 */
final class LinkRoutes {

    private static final String TAG = "Credentials";
    private static final String TAKEN = "The wallet belongs to another account of the project";

    private final SolanaChallenges solana;
    private final StellarChallenges stellar;
    private final StellarMessages messages;
    private final WalletAccounts accounts;
    private final Features features;

    LinkRoutes(
            SolanaChallenges solana,
            StellarChallenges stellar,
            StellarMessages messages,
            WalletAccounts accounts,
            Features features) {
        this.solana = solana;
        this.stellar = stellar;
        this.messages = messages;
        this.accounts = accounts;
        this.features = features;
    }

    List<Route> routes(String basePath) {
        String credentials = basePath + "/user/credentials";
        return List.of(
                user(credentials + "/solana/challenge")
                        .body(SolanaRoutes.SolanaChallengeRequest.class)
                        .answer(200, SolanaChallenges.SolanaChallenge.class)
                        .summary(TAG, "Gives a Solana wallet something to sign, to be linked to the user.")
                        .handle(this::solanaChallenge),
                user(credentials + "/solana")
                        .stepUp(StepUp.RECENT)
                        .body(LinkSolana.class)
                        .answer(200, LinkedWallet.class)
                        .answer(401, "Address, message or signature is not the challenge's")
                        .answer(409, TAKEN)
                        .summary(TAG, "Links a Solana wallet: from now on it signs the user in.")
                        .handle(this::linkSolana),
                user(credentials + "/stellar/challenge")
                        .body(StellarRoutes.StellarChallengeRequest.class)
                        .answer(200, StellarLinkChallenge.class)
                        .summary(TAG, "Gives a Stellar wallet something to sign, to be linked to the user.")
                        .handle(this::stellarChallenge),
                user(credentials + "/stellar")
                        .stepUp(StepUp.RECENT)
                        .body(LinkStellar.class)
                        .answer(200, LinkedWallet.class)
                        .answer(401, "The signatures do not carry the account's authority")
                        .answer(409, TAKEN)
                        .answer(503, "The Stellar network cannot be asked for the account's signers")
                        .summary(TAG, "Links a Stellar account: from now on its signers sign the user in.")
                        .handle(this::linkStellar));
    }

    private static Route.Builder user(String path) {
        return Route.post(path)
                .style(Style.AUTH)
                .guard(Guard.SESSION)
                .rate(RateClass.AUTH)
                .answer(400, "Malformed, or the challenge is unknown, used or expired")
                .answer(404, "This way to sign in is switched off");
    }

    private Reply solanaChallenge(Call call) {
        features.require(Feature.SOLANA);
        Caller.UserSession session = call.session();
        String publicKey = call.body(SolanaRoutes.SolanaChallengeRequest.class).publicKey();
        return Reply.ok(solana.issue(session.project(), session.userId(), publicKey));
    }

    private Reply linkSolana(Call call) {
        features.require(Feature.SOLANA);
        Caller.UserSession session = call.session();
        LinkSolana body = call.body(LinkSolana.class);
        WalletProof proof = solana.redeem(session.project(), session.userId(), body.answer());
        return linked(call, proof, body.label());
    }

    /** A transaction for wallets with several signers, a message for those that cannot sign transactions of this form. */
    private Reply stellarChallenge(Call call) {
        features.require(Feature.STELLAR);
        Caller.UserSession session = call.session();
        StellarRoutes.StellarChallengeRequest body = call.body(StellarRoutes.StellarChallengeRequest.class);
        StellarChallenges.StellarChallenge transaction =
                stellar.issue(session.project(), session.userId(), body.request());
        StellarMessages.StellarMessageChallenge message =
                body.isPlainAccount() ? messages.issue(session.project(), session.userId(), body.account()) : null;
        return Reply.ok(new StellarLinkChallenge(
                transaction.transaction(),
                transaction.networkPassphrase(),
                message == null ? null : message.message(),
                transaction.expiresAt()));
    }

    private Reply linkStellar(Call call) {
        features.require(Feature.STELLAR);
        Caller.UserSession session = call.session();
        LinkStellar body = call.body(LinkStellar.class);
        WalletProof proof = body.transaction() == null
                ? messages.redeem(session.project(), session.userId(), body.answer())
                : stellar.redeem(session.project(), session.userId(), body.transaction());
        return linked(call, proof, body.label());
    }

    private Reply linked(Call call, WalletProof proof, @Nullable String label) {
        UUID id = accounts.link(call.session(), proof, label, call.origin());
        return Reply.ok(new LinkedWallet(true, id, proof.kind().wireName(), label));
    }

    /** Body of {@code POST /user/credentials/solana}. */
    record LinkSolana(
            @Length(max = 64) String publicKey,
            @Length(max = 128) String signature,
            @Length(max = 4096) String message,
            @Length(min = 1, max = 100) @Nullable String label) {

        SolanaAnswer answer() {
            return new SolanaAnswer(publicKey, signature, message);
        }
    }

    /** Body of {@code POST /user/credentials/stellar}: a transaction, or account, message and signature. */
    record LinkStellar(
            @Length(max = 20_000) @Nullable String transaction,
            @Length(max = 64) @Nullable String account,
            @Length(max = 4096) @Nullable String message,
            @Length(max = 128) @Nullable String signature,
            @Length(min = 1, max = 100) @Nullable String label) {

        StellarAnswer answer() {
            if (account == null || message == null || signature == null) {
                throw ApiException.invalid("transaction is required, or account, message and signature");
            }
            return new StellarAnswer(account, message, signature);
        }
    }

    /** Answer of {@code POST /user/credentials/stellar/challenge}: either of the two is signed. */
    record StellarLinkChallenge(
            String transaction,
            String networkPassphrase,
            @Nullable String message,
            Instant expiresAt) {}

    /** A wallet that signs the user in from now on. */
    record LinkedWallet(
            boolean success,
            UUID credentialId,
            String credentialType,
            @Nullable String label) {}
}
