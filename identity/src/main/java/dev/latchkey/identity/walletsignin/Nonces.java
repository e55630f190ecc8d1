package dev.latchkey.identity.walletsignin;

import java.security.SecureRandom;

/** Nonces that stand in texts for people: 32 letters and digits (190 bits). */
final class Nonces {

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private final SecureRandom random;

    Nonces(SecureRandom random) {
        this.random = random;
    }

    String next() {
        return random.ints(32, 0, ALPHABET.length())
                .collect(
                        StringBuilder::new, (text, index) -> text.append(ALPHABET.charAt(index)), StringBuilder::append)
                .toString();
    }
}
