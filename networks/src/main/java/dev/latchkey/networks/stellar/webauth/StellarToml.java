package dev.latchkey.networks.stellar.webauth;

import dev.latchkey.networks.stellar.strkey.InvalidStrKeyException;
import dev.latchkey.networks.stellar.xdr.AccountId;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a domain says of itself at {@code /.well-known/stellar.toml} (SEP-1), as far as SEP-10 needs it.
 *
 * @param signingKey the key of its challenges
 * @param webAuthEndpoint where it answers SEP-10
 */
public record StellarToml(String networkPassphrase, AccountId signingKey, URI webAuthEndpoint) {
    /** The largest document that SEP-1 allows. */
    public static final int MAX_BYTES = 100 * 1024;

    /** A top-level entry with a string on one line, in either kind of quotes. */
    private static final Pattern SIGNING_KEY = Pattern.compile(
            "\\s*(?:SIGNING_KEY|\"SIGNING_KEY\")\\s*=\\s*(?:\"([A-Z0-9]+)\"|'([A-Z0-9]+)')\\s*(?:#.*)?");

    /**
     * The {@code SIGNING_KEY} of another domain's document; empty where it has none or one that is no account. It stands
     * at the top level, so reading ends at the first table.
     */
    public static Optional<AccountId> signingKey(String document) {
        return document.lines()
                .takeWhile(line -> !line.stripLeading().startsWith("["))
                .map(SIGNING_KEY::matcher)
                .filter(Matcher::matches)
                .findFirst()
                .flatMap(found -> account(found.group(1) == null ? found.group(2) : found.group(1)));
    }

    private static Optional<AccountId> account(String address) {
        try {
            return Optional.of(AccountId.parse(address));
        } catch (InvalidStrKeyException notOne) {
            return Optional.empty();
        }
    }

    /** The document. */
    public String toText() {
        return """
                VERSION = "2.0.0"
                NETWORK_PASSPHRASE = "%s"
                SIGNING_KEY = "%s"
                WEB_AUTH_ENDPOINT = "%s"
                """.formatted(escaped(networkPassphrase), signingKey, webAuthEndpoint);
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
