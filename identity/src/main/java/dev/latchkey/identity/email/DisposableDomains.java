package dev.latchkey.identity.email;

import dev.latchkey.identity.user.EmailAddress;
import dev.latchkey.platform.configuration.InvalidValueException;
import dev.latchkey.platform.configuration.SettingType;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.settings.SystemSettingTypes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Domains of throw-away mail: those of the bundled list and those of the operator, each with all its subdomains. Whether
 * they are refused and which are the operator's is asked at each call, so that both can change while the server runs.
 */
public final class DisposableDomains {

    private static final String RESOURCE = "disposable-domains.txt";

    /** Read when it is needed first: most installations never block. */
    private static final class Bundled {
        static final Set<String> LIST = read();
    }

    private final BooleanSupplier blocking;
    private final Supplier<? extends Collection<String>> custom;

    /** @param custom domains in any spelling; a leading {@code @} or dot means nothing */
    public DisposableDomains(BooleanSupplier blocking, Supplier<? extends Collection<String>> custom) {
        this.blocking = blocking;
        this.custom = custom;
    }

    /** How many domains the bundled list has. */
    public static int bundledCount() {
        return Bundled.LIST.size();
    }

    /** A JSON array of domains, in any spelling. */
    public static SettingType<List<String>> listType() {
        return SystemSettingTypes.json(
                "a JSON array of domains such as example.com", DisposableDomains::read, list -> list);
    }

    /**
     * The domains as lists have them, each once, without empty ones.
     *
     * @throws InvalidValueException for what is no domain
     */
    public static List<String> normal(Collection<String> domains) {
        List<String> normal = domains.stream()
                .map(DisposableDomains::normal)
                .filter(domain -> !domain.isEmpty())
                .distinct()
                .toList();
        normal.stream().filter(domain -> !isDomain(domain)).findFirst().ifPresent(none -> {
            throw new InvalidValueException("must hold domains such as example.com only");
        });
        return normal;
    }

    private static boolean isDomain(String text) {
        return text.length() <= 253 && text.matches("[a-z0-9-]{1,63}(\\.[a-z0-9-]{1,63})+");
    }

    private static List<String> read(JsonNode json) {
        if (!json.isArray() || !json.valueStream().allMatch(JsonNode::isString)) {
            throw new InvalidValueException("must be a JSON array of domains such as example.com");
        }
        return normal(json.valueStream().map(JsonNode::stringValue).toList());
    }

    /** How a domain is written in lists. */
    public static String normal(String domain) {
        return domain.strip()
                .toLowerCase(Locale.ROOT)
                .replaceFirst("^[@.]+", "")
                .replaceFirst("\\.$", "");
    }

    public boolean isBlocking() {
        return blocking.getAsBoolean();
    }

    /** Throws 400 {@code DISPOSABLE_EMAIL_BLOCKED} for an address on the lists, while blocking is on. */
    public void refuse(EmailAddress address) {
        if (isBlocking() && contains(address)) {
            throw new ApiException(
                    400, "DISPOSABLE_EMAIL_BLOCKED", "Addresses of throw-away mail services are not accepted");
        }
    }

    /** Whether the address is on the lists, blocking or not. */
    public boolean contains(EmailAddress address) {
        String text = address.value();
        Set<String> own = custom.get().stream().map(DisposableDomains::normal).collect(Collectors.toSet());
        for (String domain = normal(text.substring(text.lastIndexOf('@') + 1));
                !domain.isEmpty();
                domain = parent(domain)) {
            if (own.contains(domain) || Bundled.LIST.contains(domain)) {
                return true;
            }
        }
        return false;
    }

    private static String parent(String domain) {
        int dot = domain.indexOf('.');
        return dot < 0 ? "" : domain.substring(dot + 1);
    }

    private static Set<String> read() {
        try (InputStream stream = DisposableDomains.class.getResourceAsStream(RESOURCE)) {
            if (stream == null) {
                throw new IllegalStateException("no resource " + RESOURCE);
            }
            return new BufferedReader(new InputStreamReader(stream, StandardCharsets.US_ASCII))
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
