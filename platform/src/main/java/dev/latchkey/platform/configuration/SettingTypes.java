package dev.latchkey.platform.configuration;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The types settings can have. Nothing is guessed: text that does not fit is a problem, never the default. */
public final class SettingTypes {
    private static final Pattern WHOLE_NUMBER = Pattern.compile("[+-]?[0-9]{1,19}");
    private static final Pattern ORIGIN = Pattern.compile("https?://(\\[[0-9a-f:.]+]|[a-z0-9._-]+)(:[0-9]{1,5})?");

    private SettingTypes() {}

    public static SettingType<String> text() {
        return new SettingType<>("any text", Function.identity(), Function.identity());
    }

    /** Text of at least {@code minimumLength} characters that is never shown. */
    public static SettingType<Secret> secret(int minimumLength) {
        String label = minimumLength <= 1 ? "a secret text" : "a secret of at least " + minimumLength + " characters";
        return new SettingType<>(
                label,
                text -> {
                    if (text.length() < minimumLength) {
                        throw new InvalidValueException("must have at least " + minimumLength + " characters");
                    }
                    return new Secret(text);
                },
                Secret::toString);
    }

    /** Exactly {@code length} random bytes in base64, base64url or hex. */
    public static SettingType<SecretBytes> secretBytes(int length) {
        String label = length + " random bytes in base64 or hex";
        return new SettingType<>(label, text -> decodeKey(text.strip(), length), SecretBytes::toString);
    }

    public static SettingType<Long> wholeNumber(long minimum, long maximum) {
        String range = maximum == Long.MAX_VALUE
                ? "a whole number, at least " + minimum
                : "a whole number from " + minimum + " to " + maximum;
        return new SettingType<>(
                range,
                text -> {
                    long value = parseLong(text, range);
                    if (value < minimum || value > maximum) {
                        throw new InvalidValueException("must be " + range);
                    }
                    return value;
                },
                value -> Long.toString(value));
    }

    public static SettingType<Integer> integer(int minimum, int maximum) {
        SettingType<Long> wide = wholeNumber(minimum, maximum == Integer.MAX_VALUE ? Long.MAX_VALUE : maximum);
        return new SettingType<>(
                wide.label(),
                text -> {
                    long value = wide.parse(text);
                    if (value > maximum) {
                        throw new InvalidValueException("must be " + wide.label() + " and at most " + maximum);
                    }
                    return (int) value;
                },
                value -> Integer.toString(value));
    }

    public static SettingType<Boolean> bool() {
        return new SettingType<>(
                "true or false",
                text -> switch (text.strip().toLowerCase(Locale.ROOT)) {
                    case "true", "1" -> true;
                    case "false", "0" -> false;
                    default -> throw new InvalidValueException("must be true, 1, false or 0");
                },
                value -> Boolean.toString(value));
    }

    /** A count of {@code unit} (seconds, milliseconds, …): the unit belongs to the setting, it is never written. */
    public static SettingType<Duration> duration(ChronoUnit unit, long minimum) {
        String label = "a whole number of " + unit.toString().toLowerCase(Locale.ROOT)
                + (minimum > Long.MIN_VALUE ? ", at least " + minimum : "");
        return new SettingType<>(
                label,
                text -> {
                    long count = parseLong(text, label);
                    Duration limit = ChronoUnit.DAYS.getDuration().multipliedBy(36_500);
                    if (count < minimum || count > limit.dividedBy(unit.getDuration())) {
                        throw new InvalidValueException("must be " + label + " and at most 100 years");
                    }
                    return Duration.of(count, unit);
                },
                value -> Long.toString(value.dividedBy(unit.getDuration())));
    }

    /** An absolute address with a host and one of the schemes; credentials inside it are never shown. */
    public static SettingType<URI> uri(String... schemes) {
        Set<String> allowed = Set.of(schemes);
        String label = "an address that begins with "
                + Arrays.stream(schemes).map(scheme -> scheme + "://").collect(Collectors.joining(" or "));
        return new SettingType<>(
                label,
                text -> {
                    URI uri = parseUri(text.strip(), label);
                    String scheme = uri.getScheme();
                    if (scheme == null || !allowed.contains(scheme.toLowerCase(Locale.ROOT)) || uri.getHost() == null) {
                        throw new InvalidValueException("must be " + label + " and names a host");
                    }
                    return uri;
                },
                SettingTypes::withoutCredentials);
    }

    /** One of the constants, written in lower case with {@code -} or {@code _} between words. */
    public static <E extends Enum<E>> SettingType<E> oneOf(Class<E> constants) {
        List<E> all = List.of(constants.getEnumConstants());
        String names = all.stream().map(SettingTypes::nameOf).collect(Collectors.joining(", "));
        return new SettingType<>(
                "one of " + names,
                text -> all.stream()
                        .filter(constant ->
                                constant.name().equalsIgnoreCase(text.strip().replace('-', '_')))
                        .findFirst()
                        .orElseThrow(() -> new InvalidValueException("must be one of " + names)),
                SettingTypes::nameOf);
    }

    /** Comma-separated values of one type; blanks around them and empty ones between commas do not count. */
    public static <T> SettingType<List<T>> listOf(SettingType<T> element) {
        return new SettingType<>(
                "a comma-separated list, each " + element.label(),
                text -> Arrays.stream(text.split(",", -1))
                        .map(String::strip)
                        .filter(part -> !part.isEmpty())
                        .map(element::parse)
                        .toList(),
                values -> values.stream().map(element::format).collect(Collectors.joining(",")));
    }

    /** A web origin as browsers send it: scheme, host, port unless it is the scheme's own; no path. */
    public static SettingType<String> origin() {
        return new SettingType<>(
                "an origin such as https://app.example.com",
                text -> {
                    String origin = text.strip().toLowerCase(Locale.ROOT).replaceFirst("/$", "");
                    if (!ORIGIN.matcher(origin).matches()) {
                        throw new InvalidValueException(
                                "must be an origin: http:// or https://, a host, perhaps a port, and no path");
                    }
                    return origin.replaceFirst("^(http://.*):80$", "$1").replaceFirst("^(https://.*):443$", "$1");
                },
                Function.identity());
    }

    /** One PEM block with one of the labels; {@code \n} written as two characters counts as a line end. */
    public static SettingType<PemBlock> pem(String... labels) {
        return new SettingType<>(
                "a PEM block \"" + String.join("\" or \"", labels) + "\"",
                text -> PemBlock.parse(text, Set.of(labels)),
                PemBlock::toString);
    }

    public static SettingType<AddressRange> addressRange() {
        return new SettingType<>("an address or range such as 10.0.0.0/8", AddressRange::parse, AddressRange::toString);
    }

    public static SettingType<DatabaseUrl> databaseUrl() {
        return new SettingType<>(
                "postgresql://user:password@host:5432/database", DatabaseUrl::parse, DatabaseUrl::toString);
    }

    /** A path prefix such as {@code /auth}; {@code /} and nothing mean the root and become the empty text. */
    public static SettingType<String> basePath() {
        return new SettingType<>(
                "a path such as /auth, or / for the root",
                text -> {
                    String path = text.strip().replaceFirst("/+$", "");
                    if (!path.isEmpty() && !path.matches("(/[A-Za-z0-9._~-]+)+")) {
                        throw new InvalidValueException(
                                "must be a path that begins with / and has only letters, digits, . _ ~ - between slashes");
                    }
                    return path;
                },
                path -> path.isEmpty() ? "/" : path);
    }

    private static long parseLong(String text, String label) {
        String digits = text.strip();
        if (!WHOLE_NUMBER.matcher(digits).matches()) {
            throw new InvalidValueException("must be " + label);
        }
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException tooLarge) {
            throw new InvalidValueException("must be " + label);
        }
    }

    private static URI parseUri(String text, String label) {
        try {
            return new URI(text);
        } catch (URISyntaxException malformed) {
            throw new InvalidValueException("must be " + label);
        }
    }

    private static String withoutCredentials(URI uri) {
        String userInfo = uri.getRawUserInfo();
        return userInfo == null ? uri.toString() : uri.toString().replace(userInfo + "@", Secret.MASK + "@");
    }

    private static String nameOf(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static SecretBytes decodeKey(String text, int length) {
        byte[] key = decode(text, length);
        if (key.length != length) {
            Arrays.fill(key, (byte) 0);
            throw new InvalidValueException("must be " + length + " bytes in base64 or hex; this text is not");
        }
        if (IntStream.range(0, length).map(i -> key[i]).distinct().count() < Math.min(length, 8)) {
            throw new InvalidValueException("is not random: it repeats a few bytes");
        }
        return new SecretBytes(key);
    }

    private static byte[] decode(String text, int length) {
        try {
            return text.length() == 2 * length
                    ? HexFormat.of().parseHex(text)
                    : Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
        } catch (IllegalArgumentException neither) {
            return new byte[0];
        }
    }
}
