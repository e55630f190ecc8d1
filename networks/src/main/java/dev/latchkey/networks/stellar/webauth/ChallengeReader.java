package dev.latchkey.networks.stellar.webauth;

import dev.latchkey.networks.stellar.webauth.InvalidChallengeException.Reason;
import dev.latchkey.networks.stellar.xdr.AccountId;
import dev.latchkey.networks.stellar.xdr.AccountOperation.ManageData;
import dev.latchkey.networks.stellar.xdr.Bytes;
import dev.latchkey.networks.stellar.xdr.Memo;
import dev.latchkey.networks.stellar.xdr.MuxedAccount;
import dev.latchkey.networks.stellar.xdr.Operation;
import dev.latchkey.networks.stellar.xdr.Preconditions.TimeBounds;
import dev.latchkey.networks.stellar.xdr.Transaction;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds in a transaction the challenge it is, by the rules of SEP-10 3.4 ("Token"). Signatures are not its matter. */
final class ChallengeReader {
    private final AccountId server;
    private final Set<String> homeDomains;
    private final String webAuthDomain;

    ChallengeReader(AccountId server, Set<String> homeDomains, String webAuthDomain) {
        this.server = server;
        this.homeDomains = homeDomains;
        this.webAuthDomain = webAuthDomain;
    }

    WebAuthChallenge read(Transaction transaction) {
        require(transaction.source().equals(MuxedAccount.of(server)), "The source account is not this server's");
        require(transaction.sequence() == 0, "The sequence number is not 0");
        require(!transaction.operations().isEmpty(), "There is no operation");
        Operation first = transaction.operations().getFirst();
        ManageData auth = data(first);
        MuxedAccount client = source(first);
        require(!client.account().equals(server), "The account is this server's own");
        TimeBounds bounds = bounds(transaction);
        return new WebAuthChallenge(
                client,
                memo(transaction.memo()),
                homeDomain(auth),
                webAuthDomain,
                clientDomain(transaction),
                nonce(auth),
                instant(bounds.minTime()),
                instant(bounds.maxTime()));
    }

    private static TimeBounds bounds(Transaction transaction) {
        TimeBounds bounds = transaction.preconditions().timeBounds();
        if (bounds == null || bounds.maxTime() == 0) {
            throw malformed("There is no end of time");
        }
        return bounds;
    }

    private static Instant instant(long seconds) {
        require(seconds >= 0 && seconds <= Instant.MAX.getEpochSecond(), "A time is out of range");
        return Instant.ofEpochSecond(seconds);
    }

    private static @Nullable Long memo(Memo memo) {
        return switch (memo) {
            case Memo.None() -> null;
            case Memo.Id(long id) -> id;
            case Memo.Text ignored -> throw malformed("The memo is not an id");
            case Memo.HashMemo ignored -> throw malformed("The memo is not an id");
            case Memo.ReturnHash ignored -> throw malformed("The memo is not an id");
        };
    }

    private String homeDomain(ManageData auth) {
        return homeDomains.stream()
                .filter(domain -> auth.name().equals(Bytes.utf8(domain + WebAuthChallenge.AUTH_SUFFIX)))
                .findFirst()
                .orElseThrow(() -> malformed("The home domain is not one of this server's"));
    }

    private static Bytes nonce(ManageData auth) {
        Bytes nonce = auth.value();
        if (nonce == null || nonce.size() != WebAuthChallenge.NONCE_CHARACTERS) {
            throw malformed("The nonce has not 64 characters");
        }
        try {
            byte[] random = Base64.getDecoder().decode(new String(nonce.toArray(), StandardCharsets.US_ASCII));
            require(random.length == WebAuthChallenge.NONCE_BYTES, "The nonce has not 48 bytes");
        } catch (IllegalArgumentException notBase64) {
            throw malformed("The nonce is not base 64");
        }
        return nonce;
    }

    /** Checks all operations behind the first; only one of them may be of somebody else than the server. */
    private @Nullable ClientDomain clientDomain(Transaction transaction) {
        ClientDomain found = null;
        for (Operation operation :
                transaction.operations().subList(1, transaction.operations().size())) {
            ManageData data = data(operation);
            MuxedAccount source = source(operation);
            if (data.name().equals(WebAuthChallenge.CLIENT_DOMAIN)) {
                require(found == null, "The client domain is there twice");
                require(source.id() == null, "The client domain's key is a muxed account");
                require(!source.account().equals(server), "The client domain's key is this server's");
                found = new ClientDomain(value(data).toUtf8(), source.account());
                continue;
            }
            require(source.equals(MuxedAccount.of(server)), "An operation is of an account that is not this server's");
            if (data.name().equals(WebAuthChallenge.WEB_AUTH_DOMAIN)) {
                require(value(data).equals(Bytes.utf8(webAuthDomain)), "The web auth domain is not this server's");
            }
        }
        return found;
    }

    private static ManageData data(Operation operation) {
        if (operation.body() instanceof ManageData data) {
            return data;
        }
        throw malformed("An operation is not of type manage data");
    }

    private static MuxedAccount source(Operation operation) {
        MuxedAccount source = operation.source();
        if (source == null) {
            throw malformed("An operation has no source account");
        }
        return source;
    }

    private static Bytes value(ManageData data) {
        Bytes value = data.value();
        if (value == null) {
            throw malformed("A data entry has no value");
        }
        return value;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw malformed(otherwise);
        }
    }

    private static InvalidChallengeException malformed(String message) {
        return new InvalidChallengeException(Reason.MALFORMED, message);
    }
}
