package dev.latchkey.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Goes where redirects lead, with a cookie jar of its own. */
final class Browser {

    final HttpProbe probe;

    Browser(IdentityHouse house) {
        this.probe = house.anonymous.withCookies();
    }

    /** Begins a sign-in and answers where the issuer is to be asked. */
    String start(Map<String, Object> body) {
        return probe.post("/auth/sso/start", body).hasStatus(200).text("/authUrl");
    }

    /** Signs {@code login} in at the issuer and answers what the issuer tells the browser to take back. */
    static Map<String, String> atIssuer(String authUrl, String login) {
        URI address = URI.create(authUrl + "&login_hint=" + encoded(login));
        String location = HttpProbe.of(address)
                .get(address.getRawPath() + "?" + address.getRawQuery())
                .hasStatus(302)
                .header("Location")
                .orElseThrow();
        assertThat(location).startsWith(SsoTest.CALLBACK + "?");
        return parameters(location);
    }

    /** Takes the issuer's answer to the callback. */
    HttpAnswer callback(Map<String, String> answer) {
        return probe.get("/auth/sso/callback?" + query(answer));
    }

    static Map<String, String> parameters(String address) {
        return new HashMap<>(Arrays.stream(URI.create(address).getRawQuery().split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(
                        Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8))));
    }

    static Map<String, String> with(Map<String, String> answer, String name, String value) {
        Map<String, String> other = new LinkedHashMap<>(answer);
        other.put(name, value);
        return other;
    }

    static Map<String, String> without(Map<String, String> answer, String name) {
        Map<String, String> other = new LinkedHashMap<>(answer);
        other.remove(name);
        return other;
    }

    private static String query(Map<String, String> values) {
        return values.entrySet().stream()
                .map(pair -> pair.getKey() + "=" + encoded(pair.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
