package dev.latchkey.identity.walletsignin;

import dev.latchkey.identity.credential.CredentialKind;
import dev.latchkey.networks.stellar.StellarNetwork;
import dev.latchkey.networks.stellar.strkey.InvalidStrKeyException;
import dev.latchkey.networks.stellar.webauth.ClientDomain;
import dev.latchkey.networks.stellar.webauth.InvalidChallengeException;
import dev.latchkey.networks.stellar.webauth.SignedChallenge;
import dev.latchkey.networks.stellar.webauth.WebAuth;
import dev.latchkey.networks.stellar.xdr.AccountId;
import dev.latchkey.networks.stellar.xdr.MuxedAccount;
import dev.latchkey.platform.http.ApiException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Challenge transactions (SEP-10): who controls a Stellar account, by its signers and thresholds on the ledger. Each serves
 * once, and for the project, the purpose and the user it was made for.
 */
final class StellarChallenges {

    static final Duration WINDOW = Duration.ofMinutes(5);
    private static final int NONCE_BYTES = 48;

    private final ChallengeBook book;
    private final WebAuthKey key;
    private final StellarNetwork network;
    private final Supplier<WalletSignInSettings.WebAuthPlace> place;
    private final StellarAccounts accounts;
    private final ClientDomains clientDomains;
    private final SecureRandom random;
    private final Clock clock;

    StellarChallenges(
            ChallengeBook book,
            WebAuthKey key,
            StellarNetwork network,
            Supplier<WalletSignInSettings.WebAuthPlace> place,
            StellarAccounts accounts,
            ClientDomains clientDomains,
            SecureRandom random,
            Clock clock) {
        this.book = book;
        this.key = key;
        this.network = network;
        this.place = place;
        this.accounts = accounts;
        this.clientDomains = clientDomains;
        this.random = random;
        this.clock = clock;
    }

    /**
     * What a client asks a challenge for, as it writes it.
     *
     * @param account {@code G…} or {@code M…}
     * @param memo unsigned id of a user of a shared account
     */
    record Request(
            String account,
            @Nullable String memo,
            @Nullable String homeDomain,
            @Nullable String clientDomain) {}

    /** A challenge to sign, in base 64. */
    record StellarChallenge(String transaction, String networkPassphrase, Instant expiresAt) {}

    /** @param userId whose account the wallet is to be linked to; {@code null} for signing in */
    StellarChallenge issue(UUID projectId, @Nullable UUID userId, Request request) {
        MuxedAccount account = account(request.account());
        Long memo = memo(request.memo());
        ClientDomain client = request.clientDomain() == null ? null : clientDomains.find(request.clientDomain());
        String home = request.homeDomain() == null ? place.get().homeDomains().getFirst() : request.homeDomain();
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        AccountId server = key.address();
        try {
            WebAuth.Unsigned unsigned = webAuth(server)
                    .challenge(new WebAuth.Request(account, memo, home, client), nonce, clock.instant(), WINDOW);
            Instant expires = unsigned.challenge().expires();
            book.write(
                    purpose(projectId, userId),
                    unsigned.hash().toHex(),
                    Map.of("subject", unsigned.challenge().subject()),
                    expires.plusSeconds(1));
            return new StellarChallenge(
                    unsigned.signedBy(server, key.sign(unsigned.hash())), network.passphrase(), expires);
        } catch (InvalidChallengeException impossible) {
            throw refusal(impossible);
        }
    }

    /** Checks a challenge that came back; throws 400, 401, or 503 when the ledger cannot be asked. */
    WalletProof redeem(UUID projectId, @Nullable UUID userId, String transaction) {
        AccountId server = key.address();
        try {
            SignedChallenge signed = webAuth(server).read(transaction, clock.instant());
            book.take(purpose(projectId, userId), signed.hash().toHex());
            AccountId account = signed.challenge().client().account();
            signed.requireAuthority(accounts.authority(account), server);
            return new WalletProof(CredentialKind.STELLAR, signed.challenge().subject());
        } catch (InvalidChallengeException refused) {
            throw refusal(refused);
        }
    }

    private WebAuth webAuth(AccountId server) {
        return new WebAuth(
                server,
                network.id(),
                Set.copyOf(place.get().homeDomains()),
                place.get().webAuthDomain());
    }

    private static ApiException refusal(InvalidChallengeException refused) {
        String message = String.valueOf(refused.getMessage());
        return switch (refused.reason()) {
            case MALFORMED -> ApiException.invalid(message);
            case OUTSIDE_ITS_TIME -> new ApiException(400, "CHALLENGE_EXPIRED", message);
            case UNAUTHORIZED -> WalletRefusals.invalidSignature(message);
        };
    }

    private static ChallengeBook.Purpose purpose(UUID projectId, @Nullable UUID userId) {
        return new ChallengeBook.Purpose(projectId, "stellar-sep10", userId);
    }

    private static MuxedAccount account(String address) {
        try {
            return MuxedAccount.parse(address);
        } catch (InvalidStrKeyException malformed) {
            throw ApiException.invalid("account must be a Stellar address, G… or M…");
        }
    }

    private static @Nullable Long memo(@Nullable String memo) {
        if (memo == null) {
            return null;
        }
        try {
            if (memo.matches("[0-9]{1,20}")) {
                return Long.parseUnsignedLong(memo);
            }
        } catch (NumberFormatException tooLarge) {
            // said below
        }
        throw ApiException.invalid("memo must be an id: a whole number of at most 64 bits");
    }
}
