package dev.latchkey.networks.stellar.webauth;

import dev.latchkey.networks.stellar.webauth.InvalidChallengeException.Reason;
import dev.latchkey.networks.stellar.xdr.AccountId;
import dev.latchkey.networks.stellar.xdr.DecoratedSignature;
import dev.latchkey.networks.stellar.xdr.Hash;
import dev.latchkey.networks.stellar.xdr.MuxedAccount;
import dev.latchkey.networks.stellar.xdr.Transaction;
import dev.latchkey.networks.stellar.xdr.TransactionEnvelope;
import dev.latchkey.networks.stellar.xdr.XdrException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of Stellar Web Authentication (SEP-10 3.4): makes challenges and recognises them when they come back
 * signed. It keeps nothing: that a challenge serves once is the caller's to see to, by {@link SignedChallenge#hash}.
 */
public final class WebAuth {
    /** Clocks of servers behind one address differ a little. */
    private static final Duration LEEWAY = Duration.ofSeconds(30);

    private final AccountId server;
    private final Hash networkId;
    private final Set<String> homeDomains;
    private final String webAuthDomain;
    private final ChallengeReader reader;

    /**
     * @param server the key that signs challenges, {@code SIGNING_KEY} of the home domains' stellar.toml
     * @param homeDomains those that may be signed in to
     */
    public WebAuth(AccountId server, Hash networkId, Set<String> homeDomains, String webAuthDomain) {
        this.server = server;
        this.networkId = networkId;
        this.homeDomains = Set.copyOf(homeDomains);
        this.webAuthDomain = webAuthDomain;
        this.reader = new ChallengeReader(server, this.homeDomains, webAuthDomain);
    }

    /** Who asks for a challenge, and for which of our domains. */
    public record Request(
            MuxedAccount account,
            @Nullable Long memo,
            String homeDomain,
            @Nullable ClientDomain clientDomain) {}

    /** A challenge without signature: its hash is to be signed by the server's key. */
    public record Unsigned(WebAuthChallenge challenge, Transaction transaction, Hash hash) {
        /** What the client gets, in base 64. */
        public String signedBy(AccountId server, byte[] signature) {
            return TransactionEnvelope.unsigned(transaction)
                    .withSignature(DecoratedSignature.of(server, signature))
                    .toBase64();
        }
    }

    /**
     * A new challenge.
     *
     * @param random 48 random bytes
     * @throws InvalidChallengeException MALFORMED if the request cannot be one: muxed account with memo, foreign home
     *     domain, this server's own account, a domain too long
     */
    public Unsigned challenge(Request request, byte[] random, Instant now, Duration window) {
        if (!homeDomains.contains(request.homeDomain())) {
            throw malformed("The home domain is not one of this server's");
        }
        ClientDomain clientDomain = request.clientDomain();
        boolean ownKey = request.account().account().equals(server)
                || (clientDomain != null && clientDomain.signingKey().equals(server));
        if (ownKey) {
            throw malformed("The account is this server's own");
        }
        Instant start = Instant.ofEpochSecond(now.getEpochSecond());
        WebAuthChallenge challenge = new WebAuthChallenge(
                request.account(),
                request.memo(),
                request.homeDomain(),
                webAuthDomain,
                clientDomain,
                WebAuthChallenge.nonce(random),
                start,
                start.plus(window));
        Transaction transaction = challenge.toTransaction(server);
        return new Unsigned(challenge, transaction, transaction.hash(networkId));
    }

    /**
     * The challenge in a transaction that a client sends back, signed by this server and in its time.
     *
     * @throws InvalidChallengeException MALFORMED, OUTSIDE_ITS_TIME, or UNAUTHORIZED where this server's signature is
     *     missing
     */
    public SignedChallenge read(String base64, Instant now) {
        if (!(parse(base64) instanceof TransactionEnvelope.V1(Transaction transaction, var signatures))) {
            throw malformed("The envelope is not of a transaction");
        }
        WebAuthChallenge challenge = reader.read(transaction);
        requireTime(challenge, now);
        Hash hash = transaction.hash(networkId);
        List<DecoratedSignature> others = signatures.stream()
                .filter(signature -> !SignedChallenge.isBy(server, hash, signature))
                .toList();
        if (others.size() != signatures.size() - 1) {
            throw new InvalidChallengeException(
                    Reason.UNAUTHORIZED, "This server's signature is missing or there twice");
        }
        return new SignedChallenge(challenge, hash, others);
    }

    private static TransactionEnvelope parse(String base64) {
        try {
            return TransactionEnvelope.parse(base64);
        } catch (XdrException notOne) {
            throw malformed("The transaction is not an envelope in base 64");
        }
    }

    private static void requireTime(WebAuthChallenge challenge, Instant now) {
        if (now.isBefore(challenge.notBefore().minus(LEEWAY))) {
            throw new InvalidChallengeException(Reason.OUTSIDE_ITS_TIME, "The challenge is not valid yet");
        }
        if (now.isAfter(challenge.expires())) {
            throw new InvalidChallengeException(Reason.OUTSIDE_ITS_TIME, "The challenge has expired");
        }
    }

    private static InvalidChallengeException malformed(String message) {
        return new InvalidChallengeException(Reason.MALFORMED, message);
    }
}
