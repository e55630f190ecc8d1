package dev.latchkey.networks.stellar.webauth;

import dev.latchkey.networks.stellar.TransactionBuilder;
import dev.latchkey.networks.stellar.xdr.AccountId;
import dev.latchkey.networks.stellar.xdr.AccountOperation.ManageData;
import dev.latchkey.networks.stellar.xdr.Bytes;
import dev.latchkey.networks.stellar.xdr.Memo;
import dev.latchkey.networks.stellar.xdr.MuxedAccount;
import dev.latchkey.networks.stellar.xdr.Operation;
import dev.latchkey.networks.stellar.xdr.Preconditions.TimeBounds;
import dev.latchkey.networks.stellar.xdr.Transaction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What a challenge says (SEP-10 3.4): this account, at this service, in these minutes, once.
 *
 * @param client the account, or the virtual account inside it, that is to prove itself
 * @param memo unsigned id of a user of a shared account; never together with an id inside {@code client}
 * @param homeDomain host that the user means to sign in to
 * @param webAuthDomain host that issued the challenge
 * @param nonce the 64 characters of base 64 that 48 random bytes have
 */
public record WebAuthChallenge(
        MuxedAccount client,
        @Nullable Long memo,
        String homeDomain,
        String webAuthDomain,
        @Nullable ClientDomain clientDomain,
        Bytes nonce,
        Instant notBefore,
        Instant expires) {
    /** The longest time between request and answer that SEP-10 recommends. */
    public static final Duration LONGEST_WINDOW = Duration.ofMinutes(15);

    static final int NONCE_BYTES = 48;
    static final int NONCE_CHARACTERS = 64;
    static final String AUTH_SUFFIX = " auth";
    static final Bytes WEB_AUTH_DOMAIN = Bytes.utf8("web_auth_domain");
    static final Bytes CLIENT_DOMAIN = Bytes.utf8("client_domain");

    /** A manage-data name or value. */
    private static final int LONGEST_DATA = 64;

    public WebAuthChallenge {
        if (memo != null && client.id() != null) {
            throw malformed("A muxed account and a memo cannot be combined");
        }
        requireFits(homeDomain + AUTH_SUFFIX);
        requireFits(webAuthDomain);
        if (clientDomain != null) {
            requireFits(clientDomain.domain());
        }
        Duration window = Duration.between(notBefore, expires);
        if (window.isNegative() || window.compareTo(LONGEST_WINDOW) > 0) {
            throw malformed("A challenge lives at most fifteen minutes");
        }
    }

    /** Who signs in, as the {@code sub} of SEP-10 tokens: {@code G…}, {@code M…} or {@code G…:memo}. */
    public String subject() {
        return memo == null ? client.toString() : client + ":" + Long.toUnsignedString(memo);
    }

    /** The nonce of so many random bytes. */
    static Bytes nonce(byte[] random) {
        if (random.length != NONCE_BYTES) {
            throw new IllegalArgumentException("a nonce is made of 48 bytes, not " + random.length);
        }
        return Bytes.of(Base64.getEncoder().encodeToString(random).getBytes(StandardCharsets.US_ASCII));
    }

    /** The transaction to sign. Its sequence number 0 keeps it from ever being applied. */
    Transaction toTransaction(AccountId server) {
        TransactionBuilder builder = TransactionBuilder.of(server, 0)
                .timeBounds(new TimeBounds(notBefore.getEpochSecond(), expires.getEpochSecond()))
                .memo(memo == null ? Memo.NONE : new Memo.Id(memo))
                .add(new Operation(client, new ManageData(Bytes.utf8(homeDomain + AUTH_SUFFIX), nonce)))
                .add(server, new ManageData(WEB_AUTH_DOMAIN, Bytes.utf8(webAuthDomain)));
        if (clientDomain != null) {
            builder = builder.add(
                    clientDomain.signingKey(), new ManageData(CLIENT_DOMAIN, Bytes.utf8(clientDomain.domain())));
        }
        return builder.build();
    }

    private static void requireFits(String text) {
        if (text.getBytes(StandardCharsets.UTF_8).length > LONGEST_DATA) {
            throw malformed("A domain is too long for a challenge");
        }
    }

    private static InvalidChallengeException malformed(String message) {
        return new InvalidChallengeException(InvalidChallengeException.Reason.MALFORMED, message);
    }
}
