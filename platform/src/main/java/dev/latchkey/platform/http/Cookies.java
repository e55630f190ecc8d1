package dev.latchkey.platform.http;

import java.util.HashMap;
import java.util.Map;

/** The {@code Cookie} header (RFC 6265 §5.4); of two cookies with one name the first counts, as it is the more specific. */
final class Cookies {

    private Cookies() {}

    static Map<String, String> parse(String header) {
        Map<String, String> cookies = new HashMap<>();
        for (String pair : header.split(";")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                cookies.putIfAbsent(
                        pair.substring(0, equals).strip(),
                        unquoted(pair.substring(equals + 1).strip()));
            }
        }
        return cookies;
    }

    /** A value may stand in double quotes (RFC 6265 §4.1.1); some clients add them, such as the JDK's cookie handler. */
    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
