package dev.latchkey.access.organization;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The address of an organization's picture; empty for none. Browsers load it, so it is a web address and nothing else. */
public record LogoUrl(String text) {

    private static final int MAX_LENGTH = 2048;
    private static final Set<String> SCHEMES = Set.of("http", "https");

    /** Throws {@link IllegalArgumentException} with what is wrong. */
    public static LogoUrl parse(String text) {
        String address = text.strip();
        if (address.isEmpty()) {
            return new LogoUrl("");
        }
        if (address.length() > MAX_LENGTH || !isWeb(address)) {
            throw new IllegalArgumentException("must be an http or https address of at most 2048 characters, or empty");
        }
        return new LogoUrl(address);
    }

    /** As it is stored. */
    @Nullable
    String value() {
        return text.isEmpty() ? null : text;
    }

    private static boolean isWeb(String address) {
        try {
            URI uri = new URI(address);
            return uri.getScheme() != null
                    && SCHEMES.contains(uri.getScheme().toLowerCase(Locale.ROOT))
                    && uri.getHost() != null
                    && uri.getUserInfo() == null;
        } catch (URISyntaxException none) {
            return false;
        }
    }
}
