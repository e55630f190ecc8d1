package dev.latchkey.identity.walletsignin;

import dev.latchkey.identity.credential.CredentialKind;
import dev.latchkey.networks.solana.SignInMessage;
import dev.latchkey.networks.solana.SolanaAddress;
import dev.latchkey.networks.solana.WalletMessage;
import dev.latchkey.platform.http.ApiException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a Solana wallet is asked to sign, and whether it did (auth-api.md 12). Each challenge has two texts with one nonce:
 * the contract's sentence, and the standard Sign-in with Solana message, which names our domain. Either answers it, once.
 */
final class SolanaChallenges {

    private static final String NONCE_LABEL = ". Nonce: ";
    private static final Pattern SENTENCE = Pattern.compile(
            "(?:Login to|Link wallet) .*\\. Nonce: ([A-Za-z0-9]{32})\\. Timestamp: .*\\.", Pattern.DOTALL);

    private final ChallengeBook book;
    private final Nonces nonces;
    private final Supplier<WalletSignInSettings.Page> page;
    private final Supplier<Duration> window;
    private final Clock clock;

    /** @param window how long an answer may take, asked for at each challenge */
    SolanaChallenges(
            ChallengeBook book,
            Nonces nonces,
            Supplier<WalletSignInSettings.Page> page,
            Supplier<Duration> window,
            Clock clock) {
        this.book = book;
        this.nonces = nonces;
        this.page = page;
        this.window = window;
        this.clock = clock;
    }

    /** What the wallet gets: the sentence, and the fields from which it makes the standard message itself. */
    record SolanaChallenge(String nonce, String message, Instant expiresAt, SolanaSignInInput siws) {}

    /** {@code SolanaSignInInput} of the wallet standard. */
    record SolanaSignInInput(
            String domain,
            String address,
            String statement,
            String uri,
            String version,
            String chainId,
            String nonce,
            String issuedAt,
            String expirationTime) {

        SignInMessage toMessage() {
            return new SignInMessage(
                    domain,
                    address,
                    statement,
                    uri,
                    version,
                    chainId,
                    nonce,
                    issuedAt,
                    expirationTime,
                    null,
                    null,
                    List.of());
        }
    }

    /** What is kept until the answer: the two texts, of which one must come back unchanged. */
    record Kept(String publicKey, String sentence, String standard) {}

    /** @param userId whose account the wallet is to be linked to; {@code null} for signing in */
    SolanaChallenge issue(UUID projectId, @Nullable UUID userId, String publicKey) {
        String address = address(publicKey);
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Instant expires = now.plus(window.get());
        String nonce = nonces.next();
        WalletSignInSettings.Page here = page.get();
        String sentence = sentence(address, userId) + ". Nonce: " + nonce + ". Timestamp: " + now + ".";
        SolanaSignInInput siws = new SolanaSignInInput(
                here.domain(),
                address,
                userId == null ? "Sign in to " + here.domain() : "Link this wallet to account " + userId,
                here.uri().toString(),
                "1",
                "mainnet",
                nonce,
                now.toString(),
                expires.toString());
        Kept kept = new Kept(address, sentence, siws.toMessage().toText());
        book.write(purpose(projectId, userId), nonce, kept, expires);
        return new SolanaChallenge(nonce, sentence, expires, siws);
    }

    /** The contract fixes the application's name. A link says whose account it is for: nobody signs it unawares. */
    private static String sentence(String address, @Nullable UUID userId) {
        return userId == null
                ? "Login to Cedros Login with wallet " + address
                : "Link wallet " + address + " to account " + userId;
    }

    /** Checks an answer in the order of the contract; throws 400 or 401. */
    WalletProof redeem(UUID projectId, @Nullable UUID userId, SolanaAnswer answer) {
        String nonce = nonce(answer.message());
        JsonNode kept = book.take(purpose(projectId, userId), nonce);
        boolean isSentence = answer.message().equals(kept.path("sentence").stringValue());
        boolean isStandard = answer.message().equals(kept.path("standard").stringValue());
        if (!answer.publicKey().equals(kept.path("publicKey").stringValue()) || !(isSentence || isStandard)) {
            throw WalletRefusals.invalidSignature("Address or message is not the challenge's");
        }
        SolanaAddress signer = SolanaAddress.parse(answer.publicKey());
        if (!WalletMessage.verify(signer, answer.message(), WalletSignatures.parse(answer.signature()))) {
            throw WalletRefusals.invalidSignature("The signature is not the wallet's");
        }
        return new WalletProof(CredentialKind.SOLANA, signer.toString());
    }

    private static ChallengeBook.Purpose purpose(UUID projectId, @Nullable UUID userId) {
        return new ChallengeBook.Purpose(projectId, "solana", userId);
    }

    private static String address(String publicKey) {
        try {
            return SolanaAddress.parse(publicKey).toString();
        } catch (IllegalArgumentException malformed) {
            throw ApiException.invalid("publicKey must be the base58 of 32 bytes");
        }
    }

    private static String nonce(String message) {
        Matcher sentence = SENTENCE.matcher(message);
        if (sentence.matches() && message.indexOf(NONCE_LABEL) == message.lastIndexOf(NONCE_LABEL)) {
            return sentence.group(1);
        }
        try {
            String nonce = SignInMessage.parse(message).nonce();
            if (nonce != null) {
                return nonce;
            }
        } catch (IllegalArgumentException notOne) {
            // said below
        }
        throw ApiException.invalid("message is not a challenge of this server");
    }
}
