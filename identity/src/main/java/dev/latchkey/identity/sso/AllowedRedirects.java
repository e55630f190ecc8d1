package dev.latchkey.identity.sso;

import dev.latchkey.platform.http.ApiException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Where browsers may be sent with cookies: pages of the origins that may call this server, and no others. */
final class AllowedRedirects {

    private static final int MAX_LENGTH = 2048;

    private final Supplier<List<String>> origins;

    /** @param origins asked at each start */
    AllowedRedirects(Supplier<List<String>> origins) {
        this.origins = origins;
    }

    /** Throws 400 for what is no plain web address, 403 for one of another origin. */
    void require(String address) {
        if (!origins.get().contains(origin(address))) {
            throw ApiException.forbidden("redirectUri must be a page of one of CORS_ORIGINS");
        }
    }

    private static String origin(String address) {
        try {
            URI uri = new URI(address);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            boolean plain = (scheme.equals("https") || scheme.equals("http"))
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawFragment() == null
                    && address.length() <= MAX_LENGTH
                    && address.chars().allMatch(character -> character > ' ' && character < 0x7f);
            if (plain) {
                String host = uri.getHost().toLowerCase(Locale.ROOT);
                boolean usual = uri.getPort() == -1 || uri.getPort() == (scheme.equals("https") ? 443 : 80);
                return scheme + "://" + host + (usual ? "" : ":" + uri.getPort());
            }
        } catch (URISyntaxException malformed) {
            // said below
        }
        throw ApiException.invalid("redirectUri must be an http or https address without credentials and fragment");
    }
}
