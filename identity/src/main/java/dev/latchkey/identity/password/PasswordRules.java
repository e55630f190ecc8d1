package dev.latchkey.identity.password;

import java.util.ArrayList;
import java.util.List;

/** What a password must be (auth-api.md 8). */
final class PasswordRules {

    private static final int MIN_LENGTH = 10;

    /** Longer ones are no safer, only dearer to send and hash. */
    private static final int MAX_LENGTH = 1024;

    private static final String SPECIAL = "@$!%*?&#^()-._";

    private PasswordRules() {}

    /** Every rule the password breaks, as a sentence; empty when it may be used. */
    static List<String> violations(String password) {
        List<String> violations = new ArrayList<>();
        int length = password.codePointCount(0, password.length());
        if (length < MIN_LENGTH) {
            violations.add("Password must be at least " + MIN_LENGTH + " characters");
        }
        if (length > MAX_LENGTH) {
            violations.add("Password must be at most " + MAX_LENGTH + " characters");
        }
        if (password.codePoints().noneMatch(Character::isUpperCase)) {
            violations.add("Password must contain an uppercase letter");
        }
        if (password.codePoints().noneMatch(Character::isLowerCase)) {
            violations.add("Password must contain a lowercase letter");
        }
        if (password.codePoints().noneMatch(point -> point >= '0' && point <= '9')) {
            violations.add("Password must contain a digit");
        }
        if (password.codePoints().noneMatch(point -> SPECIAL.indexOf(point) >= 0)) {
            violations.add("Password must contain a special character (" + SPECIAL + ")");
        }
        if (CommonPasswords.contains(password)) {
            violations.add("Password is too common");
        }
        return violations;
    }
}
