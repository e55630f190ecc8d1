package dev.latchkey.platform.configuration;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where PostgreSQL is: {@code postgresql://user:password@host:port/database?parameters} (percent-encoded, RFC 3986) or
 * {@code jdbc:postgresql://host:port/database?user=…&password=…&parameters} (form-encoded, as the driver reads it).
 *
 * @param hosts one {@code host:port} or several, comma-separated
 * @param parameters the driver's, decoded, without {@code user}, {@code password} and {@code schema}
 */
public record DatabaseUrl(
        String hosts,
        String database,
        Optional<String> user,
        Optional<Secret> password,
        Map<String, String> parameters) {

    private static final String FORM = "postgresql://user:password@host:5432/database";
    private static final Pattern HOST =
            Pattern.compile("(\\[[0-9A-Fa-f:.]+(%[A-Za-z0-9]+)?]|[A-Za-z0-9._-]+)(:[0-9]{1,5})?");
    /** What libpq and hosting platforms write, and the driver's name for the same thing. */
    private static final Map<String, String> DRIVER_NAMES = Map.of(
            "application_name", "ApplicationName",
            "connect_timeout", "connectTimeout",
            "channel_binding", "channelBinding",
            "gssencmode", "gssEncMode",
            "keepalives", "tcpKeepAlive");

    public DatabaseUrl {
        parameters = Map.copyOf(parameters);
    }

    /** Throws {@link InvalidValueException}, whose message never contains the user or the password. */
    public static DatabaseUrl parse(String text) {
        String url = text.strip();
        if (url.startsWith("jdbc:postgresql://")) {
            return parse(url.substring("jdbc:postgresql://".length()), DatabaseUrl::formDecoded, true);
        }
        if (url.startsWith("postgresql://") || url.startsWith("postgres://")) {
            return parse(url.substring(url.indexOf("://") + 3), DatabaseUrl::percentDecoded, false);
        }
        throw new InvalidValueException("must begin with postgresql:// or jdbc:postgresql://");
    }

    /** The address for the driver; user and password are not in it. */
    public String jdbcUrl() {
        String query = parameters.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(parameter -> encoded(parameter.getKey()) + "=" + encoded(parameter.getValue()))
                .collect(Collectors.joining("&"));
        return "jdbc:postgresql://" + hosts + "/" + encoded(database) + (query.isEmpty() ? "" : "?" + query);
    }

    /** The same server and user with another database. */
    public DatabaseUrl withDatabase(String name) {
        return new DatabaseUrl(hosts, name, user, password, parameters);
    }

    /** The address as {@code postgresql://…} with the password masked. */
    @Override
    public String toString() {
        String credentials = user.map(name -> encoded(name) + (password.isPresent() ? ":" + Secret.MASK : "") + "@")
                .orElse("");
        String query = parameters.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(parameter -> encoded(parameter.getKey()) + "=" + shown(parameter))
                .collect(Collectors.joining("&"));
        return "postgresql://" + credentials + hosts + "/" + encoded(database) + (query.isEmpty() ? "" : "?" + query);
    }

    private static DatabaseUrl parse(String rest, UnaryOperator<String> decoder, boolean jdbc) {
        int question = rest.indexOf('?');
        String address = question < 0 ? rest : rest.substring(0, question);
        Map<String, String> parameters = parameters(question < 0 ? "" : rest.substring(question + 1), decoder);

        // The last @ ends the credentials, so that an unencoded @ in a password still works.
        int at = address.lastIndexOf('@');
        if (jdbc && at >= 0) {
            throw new InvalidValueException(
                    "must give user and password as parameters in the jdbc: form (?user=…&password=…), or be " + FORM);
        }
        String[] credentials = at < 0 ? new String[0] : address.substring(0, at).split(":", 2);
        String[] place = address.substring(at + 1).split("/", 2);
        Optional<String> user = credentials.length > 0
                ? Optional.of(decoder.apply(credentials[0])).filter(name -> !name.isEmpty())
                : Optional.empty();
        Optional<String> password =
                credentials.length > 1 ? Optional.of(decoder.apply(credentials[1])) : Optional.empty();
        Optional<String> userParameter = Optional.ofNullable(parameters.remove("user"));
        Optional<String> passwordParameter = Optional.ofNullable(parameters.remove("password"));
        requireOurSchema(Optional.ofNullable(parameters.remove("schema")));

        if (place.length < 2 || place[1].isEmpty()) {
            throw new InvalidValueException("names no database; it must be like " + FORM);
        }
        if (place[1].indexOf('/') >= 0) {
            throw new InvalidValueException(
                    "has a slash too many; write / in a user, password or database name as %2F");
        }
        return new DatabaseUrl(
                hosts(place[0]),
                decoder.apply(place[1]),
                user.or(() -> userParameter),
                password.or(() -> passwordParameter).map(Secret::new),
                parameters);
    }

    private static String hosts(String text) {
        StringBuilder hosts = new StringBuilder();
        for (String host : text.split(",", -1)) {
            if (!HOST.matcher(host).matches()) {
                throw new InvalidValueException(
                        "has no valid host and port; write special characters in user and password percent-encoded"
                                + " (@ is %40, / is %2F, : is %3A)");
            }
            boolean hasPort = host.lastIndexOf(':') > host.lastIndexOf(']');
            int port = hasPort ? Integer.parseInt(host.substring(host.lastIndexOf(':') + 1)) : 5432;
            if (port < 1 || port > 65535) {
                throw new InvalidValueException("has a port outside 1 to 65535");
            }
            hosts.append(hosts.isEmpty() ? "" : ",").append(hasPort ? host : host + ":" + port);
        }
        return hosts.toString();
    }

    private static Map<String, String> parameters(String query, UnaryOperator<String> decoder) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : query.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            String[] parts = pair.split("=", 2);
            String name = decoder.apply(parts[0]);
            parameters.put(DRIVER_NAMES.getOrDefault(name, name), parts.length == 2 ? decoder.apply(parts[1]) : "");
        }
        return parameters;
    }

    private static void requireOurSchema(Optional<String> schema) {
        if (schema.isPresent() && !schema.get().isEmpty() && !schema.get().equals("public")) {
            throw new InvalidValueException(
                    "has ?schema= with a name other than public; the server keeps one schema per part of its own,"
                            + " so give it a database of its own instead");
        }
    }

    private static String percentDecoded(String text) {
        byte[] bytes = new byte[text.length() * 4];
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) != '%') {
                int end = i + Character.charCount(text.codePointAt(i));
                for (byte b : text.substring(i, end).getBytes(StandardCharsets.UTF_8)) {
                    bytes[length++] = b;
                }
                i = end - 1;
                continue;
            }
            int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
            int low = i + 2 < text.length() ? Character.digit(text.charAt(i + 2), 16) : -1;
            if (high < 0 || low < 0) {
                throw new InvalidValueException("has a % that two hexadecimal digits do not follow; write % as %25");
            }
            bytes[length++] = (byte) (high << 4 | low);
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
        } catch (CharacterCodingException malformed) {
            throw new InvalidValueException("has percent-encoded bytes that are not UTF-8");
        }
    }

    private static String formDecoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw new InvalidValueException("has a % that two hexadecimal digits do not follow; write % as %25");
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String shown(Map.Entry<String, String> parameter) {
        return parameter.getKey().toLowerCase(java.util.Locale.ROOT).contains("password")
                ? Secret.MASK
                : encoded(parameter.getValue());
    }
}
