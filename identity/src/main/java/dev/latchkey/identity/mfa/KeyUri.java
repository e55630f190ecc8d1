package dev.latchkey.identity.mfa;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The URI by which an authenticator app learns a secret:
 * {@code otpauth://totp/ISSUER:ACCOUNT?secret=SECRET&issuer=ISSUER}. SHA-1, 6 digits and 30 seconds are what it means
 * when it says nothing of them.
 *
 * @param issuer shown as the name of the entry; has no colon
 * @param account shown beside it
 * @param secret in base 32
 */
record KeyUri(String issuer, String account, String secret) {

    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    private static final String HEX = "0123456789ABCDEF";

    KeyUri {
        if (issuer.contains(":")) {
            throw new IllegalArgumentException("the colon separates issuer and account");
        }
    }

    String text() {
        // RFC 3986 §3.3 lets an at sign stand in a path; a colon of the account could be taken for the separator.
        return "otpauth://totp/" + encoded(issuer, "@") + ":" + encoded(account, "@") + "?secret=" + secret + "&issuer="
                + encoded(issuer, "");
    }

    /** Does not tell the secret. */
    @Override
    public String toString() {
        return "KeyUri[" + issuer + "]";
    }

    private static String encoded(String text, String alsoAllowed) {
        StringBuilder encoded = new StringBuilder(text.length());
        for (byte next : text.getBytes(UTF_8)) {
            char character = (char) (next & 0xff);
            if (UNRESERVED.indexOf(character) >= 0 || alsoAllowed.indexOf(character) >= 0) {
                encoded.append(character);
            } else {
                encoded.append('%').append(HEX.charAt(character >> 4)).append(HEX.charAt(character & 0xf));
            }
        }
        return encoded.toString();
    }
}
