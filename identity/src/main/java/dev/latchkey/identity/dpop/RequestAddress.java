package dev.latchkey.identity.dpop;

import dev.latchkey.platform.http.Call;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether an address in a proof is the one that was called. The {@code Host} header cannot tell: whoever was sent a proof
 * meant for their own server would forward it here with their own name in it.
 */
public final class RequestAddress {

    private final List<URI> publicUrls;
    private final boolean believesHost;

    /** @param believesHost whether the {@code Host} header counts where no address is configured */
    public RequestAddress(List<URI> publicUrls, boolean believesHost) {
        this.publicUrls = List.copyOf(publicUrls);
        this.believesHost = believesHost;
    }

    /** Whether this server knows what it is called. */
    boolean isKnown() {
        return believesHost || !publicUrls.isEmpty();
    }

    /** Query and fragment do not count (RFC 9449 §4.3); scheme, host, port and path do, after RFC 3986 §6.2.2 and §6.2.3. */
    boolean is(String given, Call call) {
        Optional<String> named = normal(given);
        return named.isPresent()
                && bases(call).stream()
                        .map(base -> normal(base + call.rawPath()))
                        .anyMatch(named::equals);
    }

    private List<String> bases(Call call) {
        if (publicUrls.isEmpty() && believesHost) {
            return call.header("host").map(host -> "http://" + host).stream().toList();
        }
        return publicUrls.stream()
                .map(url -> url.toString().replaceFirst("/+$", ""))
                .toList();
    }

    private static Optional<String> normal(String text) {
        try {
            URI uri = new URI(text);
            if (uri.getScheme() == null || uri.getHost() == null || uri.getRawUserInfo() != null) {
                return Optional.empty();
            }
            String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
            String port = isDefault(uri.getPort(), scheme) ? "" : ":" + uri.getPort();
            String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
            return Optional.of(scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + port + path);
        } catch (URISyntaxException notOne) {
            return Optional.empty();
        }
    }

    private static boolean isDefault(int port, String scheme) {
        return port == -1 || (port == 443 && scheme.equals("https")) || (port == 80 && scheme.equals("http"));
    }
}
