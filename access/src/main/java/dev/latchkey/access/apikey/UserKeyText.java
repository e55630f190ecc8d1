package dev.latchkey.access.apikey;

import dev.latchkey.platform.crypto.Tokens;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A user's API key as its holder has it: {@code ck_} and 43 random letters and digits (auth-api.md 5). Stored is only its
 * SHA-256: with 256 random bits there is nothing to guess, so no salt and no slow hash.
 */
public final class UserKeyText {

    /** What every key of a user begins with. */
    public static final String SCHEME = "ck_";

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int RANDOM_CHARACTERS = 43;
    private static final int SHOWN = 16;
    private static final Pattern FORM = Pattern.compile("ck_[A-Za-z0-9]{" + RANDOM_CHARACTERS + "}");

    private final String text;

    private UserKeyText(String text) {
        this.text = text;
    }

    static UserKeyText generate(SecureRandom random) {
        StringBuilder text = new StringBuilder(SCHEME);
        for (int i = 0; i < RANDOM_CHARACTERS; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return new UserKeyText(text.toString());
    }

    /** Empty for a text that no key of ours can have. */
    static Optional<UserKeyText> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new UserKeyText(text)) : Optional.empty();
    }

    /** The key itself: shown to its holder once, stored nowhere. */
    public String reveal() {
        return text;
    }

    /** Lower-case hex SHA-256 of the whole key. */
    String hash() {
        return Tokens.sha256Hex(text);
    }

    /** What tells keys apart in a list: the first 16 characters, 13 of them random. */
    String prefix() {
        return text.substring(0, SHOWN);
    }

    @Override
    public String toString() {
        return prefix() + "…";
    }
}
