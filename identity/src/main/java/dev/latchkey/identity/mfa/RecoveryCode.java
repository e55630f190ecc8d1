package dev.latchkey.identity.mfa;

import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A code for the day the authenticator is lost: 16 random characters of A-Z and 0-9 (82 bits).
 *
 * @param value without hyphens, in upper case
 */
record RecoveryCode(String value) {

    /** How many codes a set has. */
    static final int SET_SIZE = 10;

    private static final int LENGTH = 16;
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private static final Pattern FORM = Pattern.compile("[A-Z0-9]{" + LENGTH + "}");
    private static final Pattern SEPARATORS = Pattern.compile("[-\\s]");
    private static final Pattern GROUP_END = Pattern.compile("(?<=\\G.{4})(?=.)");

    RecoveryCode {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a recovery code");
        }
    }

    /** As many random codes as a user gets at a time. */
    static List<RecoveryCode> generateSet(SecureRandom random) {
        return Stream.generate(() -> generate(random))
                .distinct()
                .limit(SET_SIZE)
                .toList();
    }

    /** Reads a code however it is typed: in either case, with or without hyphens and blanks; empty for anything else. */
    static Optional<RecoveryCode> parse(String typed) {
        if (typed.length() > 4 * LENGTH) {
            return Optional.empty();
        }
        String value = SEPARATORS.matcher(typed).replaceAll("").toUpperCase(Locale.ROOT);
        return FORM.matcher(value).matches() ? Optional.of(new RecoveryCode(value)) : Optional.empty();
    }

    /** As it is shown to its user: {@code XXXX-XXXX-XXXX-XXXX}. */
    String shown() {
        return GROUP_END.matcher(value).replaceAll("-");
    }

    /** Does not tell the code. */
    @Override
    public String toString() {
        return "RecoveryCode";
    }

    private static RecoveryCode generate(SecureRandom random) {
        StringBuilder value = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            value.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return new RecoveryCode(value.toString());
    }
}
