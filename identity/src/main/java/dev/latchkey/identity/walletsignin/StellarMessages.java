package dev.latchkey.identity.walletsignin;

import dev.latchkey.identity.credential.CredentialKind;
import dev.latchkey.networks.stellar.StellarNetwork;
import dev.latchkey.networks.stellar.strkey.InvalidStrKeyException;
import dev.latchkey.networks.stellar.webauth.SignedMessage;
import dev.latchkey.networks.stellar.xdr.AccountId;
import dev.latchkey.platform.http.ApiException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Signed messages (SEP-53): a text for people that names our domain and serves once. The signature proves the account's
 * own key only, so the ledger is asked whether that key may act for the account alone.
 */
final class StellarMessages {

    private static final Pattern NONCE = Pattern.compile("^Nonce: ([A-Za-z0-9]{32})$", Pattern.MULTILINE);

    private final ChallengeBook book;
    private final Nonces nonces;
    private final Supplier<WalletSignInSettings.Page> page;
    private final StellarNetwork network;
    private final StellarAccounts accounts;
    private final Clock clock;

    StellarMessages(
            ChallengeBook book,
            Nonces nonces,
            Supplier<WalletSignInSettings.Page> page,
            StellarNetwork network,
            StellarAccounts accounts,
            Clock clock) {
        this.book = book;
        this.nonces = nonces;
        this.page = page;
        this.network = network;
        this.accounts = accounts;
        this.clock = clock;
    }

    /** A message to sign. */
    record StellarMessageChallenge(String nonce, String message, Instant expiresAt) {}

    /** @param userId whose account the wallet is to be linked to; {@code null} for signing in */
    StellarMessageChallenge issue(UUID projectId, @Nullable UUID userId, String account) {
        AccountId address = account(account);
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Instant expires = now.plus(StellarChallenges.WINDOW);
        String nonce = nonces.next();
        WalletSignInSettings.Page here = page.get();
        String message = """
                %s wants you to sign in with your Stellar account:
                %s

                %s

                URI: %s
                Network: %s
                Nonce: %s
                Issued At: %s
                Expiration Time: %s""".formatted(
                        here.domain(),
                        address,
                        userId == null ? "Sign in to " + here.domain() : "Link this wallet to account " + userId,
                        here.uri(),
                        network.passphrase(),
                        nonce,
                        now,
                        expires);
        book.write(
                purpose(projectId, userId), nonce, Map.of("account", address.toString(), "message", message), expires);
        return new StellarMessageChallenge(nonce, message, expires);
    }

    /** Checks a signed message; throws 400, 401, or 503 when the ledger cannot be asked. */
    WalletProof redeem(UUID projectId, @Nullable UUID userId, StellarAnswer answer) {
        JsonNode kept = book.take(purpose(projectId, userId), nonce(answer.message()));
        boolean same = answer.account().equals(kept.path("account").stringValue())
                && answer.message().equals(kept.path("message").stringValue());
        if (!same) {
            throw WalletRefusals.invalidSignature("Account or message is not the challenge's");
        }
        AccountId signer = account(answer.account());
        byte[] message = answer.message().getBytes(StandardCharsets.UTF_8);
        if (!SignedMessage.verify(signer, message, WalletSignatures.parse(answer.signature()))) {
            throw WalletRefusals.invalidSignature("The signature is not of the account's key");
        }
        if (!accounts.authority(signer).satisfiedBy(signer)) {
            throw WalletRefusals.invalidSignature(
                    "This key may not act for the account alone; sign a challenge transaction with its signers");
        }
        return new WalletProof(CredentialKind.STELLAR, signer.toString());
    }

    private static ChallengeBook.Purpose purpose(UUID projectId, @Nullable UUID userId) {
        return new ChallengeBook.Purpose(projectId, "stellar-sep53", userId);
    }

    private static AccountId account(String address) {
        try {
            return AccountId.parse(address);
        } catch (InvalidStrKeyException malformed) {
            throw ApiException.invalid("account must be a Stellar address, G…");
        }
    }

    private static String nonce(String message) {
        Matcher line = NONCE.matcher(message);
        if (!line.find()) {
            throw ApiException.invalid("message is not a challenge of this server");
        }
        return line.group(1);
    }
}
