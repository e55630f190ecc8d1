package dev.latchkey.networks.solana;

import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The text of Sign-in with Solana, after the grammar {@code sign-in-with-solana} of its specification. Values are kept as
 * written, so that {@link #toText} of a parsed message gives back what was signed.
 *
 * @param domain host and, where it is not the usual one, port that asks for the sign-in
 * @param address base 58
 * @param statement one line, shown to the user
 * @param uri the page that asks
 * @param chainId {@code mainnet}, {@code testnet}, {@code devnet}, {@code localnet}, or with {@code solana:} in front
 * @param nonce at least 8 letters and digits
 * @param issuedAt and the other two times: RFC 3339
 */
public record SignInMessage(
        String domain,
        String address,
        @Nullable String statement,
        @Nullable String uri,
        @Nullable String version,
        @Nullable String chainId,
        @Nullable String nonce,
        @Nullable String issuedAt,
        @Nullable String expirationTime,
        @Nullable String notBefore,
        @Nullable String requestId,
        List<String> resources) {
    private static final int LONGEST = 8192;
    private static final String FIRST_LINE = " wants you to sign in with your Solana account:";

    /** The parts by their places; the record checks each. A first paragraph that could be fields is fields. */
    private static final Pattern MESSAGE = Pattern.compile("(?<domain>[^\n]+?)" + FIRST_LINE + "\n(?<address>[^\n]+)"
            + "(?:\n\n(?<statement>[^\n]+))??"
            + "(?:\n"
            + "(?:\nURI: (?<uri>[^\n]+))?"
            + "(?:\nVersion: (?<version>[^\n]+))?"
            + "(?:\nChain ID: (?<chain>[^\n]+))?"
            + "(?:\nNonce: (?<nonce>[^\n]+))?"
            + "(?:\nIssued At: (?<issued>[^\n]+))?"
            + "(?:\nExpiration Time: (?<expires>[^\n]+))?"
            + "(?:\nNot Before: (?<begins>[^\n]+))?"
            + "(?:\nRequest ID: (?<request>[^\n]*))?"
            + "(?:\nResources:(?<resources>(?:\n- [^\n]+)+))?"
            + ")?");

    private static final Pattern DOMAIN =
            Pattern.compile("[A-Za-z0-9.-]{1,253}(?::[0-9]{1,5})?|\\[[0-9A-Fa-f:.]+](?::[0-9]{1,5})?");
    private static final Pattern ADDRESS = Pattern.compile("[1-9A-HJ-NP-Za-km-z]{32,44}");
    private static final Pattern STATEMENT = Pattern.compile("[A-Za-z0-9\\-._~:/?#\\[\\]@!$&'()*+,;= ]+");
    private static final Pattern URI =
            Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9\\-._~:/?#\\[\\]@!$&'()*+,;=%]*");
    private static final Pattern VERSION = Pattern.compile("1");
    private static final Pattern CHAIN =
            Pattern.compile("mainnet|testnet|devnet|localnet|solana:(?:mainnet|testnet|devnet)");
    private static final Pattern NONCE = Pattern.compile("[A-Za-z0-9]{8,}");
    private static final Pattern TIME =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(?:\\.\\d{1,9})?(?:Z|[+-]\\d{2}:\\d{2})");
    private static final Pattern REQUEST = Pattern.compile("[A-Za-z0-9\\-._~!$&'()*+,;=:@%]*");

    public SignInMessage {
        require(DOMAIN, domain, "domain");
        require(ADDRESS, address, "address");
        require(STATEMENT, statement, "statement");
        require(URI, uri, "URI");
        require(VERSION, version, "version");
        require(CHAIN, chainId, "chain id");
        require(NONCE, nonce, "nonce");
        requireTime(issuedAt, "time of issue");
        requireTime(expirationTime, "time of expiry");
        requireTime(notBefore, "beginning");
        require(REQUEST, requestId, "request id");
        resources = List.copyOf(resources);
        resources.forEach(resource -> require(URI, resource, "resource"));
    }

    /**
     * The message that a text is, all of it.
     *
     * @throws IllegalArgumentException if it is not after the grammar
     */
    public static SignInMessage parse(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("too long for a sign-in message");
        }
        Matcher parts = MESSAGE.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not a sign-in message");
        }
        SignInMessage message = new SignInMessage(
                parts.group("domain"),
                parts.group("address"),
                parts.group("statement"),
                parts.group("uri"),
                parts.group("version"),
                parts.group("chain"),
                parts.group("nonce"),
                parts.group("issued"),
                parts.group("expires"),
                parts.group("begins"),
                parts.group("request"),
                resources(parts.group("resources")));
        if (!message.toText().equals(text)) {
            throw new IllegalArgumentException("not a sign-in message: something is left over");
        }
        return message;
    }

    private static List<String> resources(@Nullable String lines) {
        return lines == null ? List.of() : List.of(lines.substring(3).split("\n- ", -1));
    }

    /** What the wallet shows and signs. */
    public String toText() {
        StringBuilder text =
                new StringBuilder(domain).append(FIRST_LINE).append('\n').append(address);
        if (statement != null) {
            text.append("\n\n").append(statement);
        }
        List<String> fields = fields();
        return fields.isEmpty()
                ? text.toString()
                : text.append("\n\n").append(String.join("\n", fields)).toString();
    }

    private List<String> fields() {
        List<String> fields = new ArrayList<>();
        add(fields, "URI: ", uri);
        add(fields, "Version: ", version);
        add(fields, "Chain ID: ", chainId);
        add(fields, "Nonce: ", nonce);
        add(fields, "Issued At: ", issuedAt);
        add(fields, "Expiration Time: ", expirationTime);
        add(fields, "Not Before: ", notBefore);
        add(fields, "Request ID: ", requestId);
        if (!resources.isEmpty()) {
            fields.add("Resources:");
            resources.forEach(resource -> fields.add("- " + resource));
        }
        return fields;
    }

    private static void add(List<String> fields, String label, @Nullable String value) {
        if (value != null) {
            fields.add(label + value);
        }
    }

    private static void require(Pattern pattern, @Nullable String value, String name) {
        if (value != null && !pattern.matcher(value).matches()) {
            throw new IllegalArgumentException("not a sign-in message: the " + name + " is malformed");
        }
    }

    private static void requireTime(@Nullable String value, String name) {
        require(TIME, value, name);
        try {
            if (value != null) {
                OffsetDateTime.parse(value);
            }
        } catch (DateTimeParseException impossible) {
            throw new IllegalArgumentException("not a sign-in message: no such " + name, impossible);
        }
    }
}
