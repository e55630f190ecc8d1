package dev.latchkey.access.organization;

/** What an organization is called: 1 to 255 characters in one line, without blanks around them. */
public record OrganizationName(String value) {

    private static final int MAX_LENGTH = 255;

    /** Throws {@link IllegalArgumentException} with what is wrong. */
    public static OrganizationName parse(String text) {
        String name = text.strip();
        int length = name.codePointCount(0, name.length());
        if (length < 1 || length > MAX_LENGTH) {
            throw new IllegalArgumentException("must have 1 to " + MAX_LENGTH + " characters");
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("must not contain control characters");
        }
        if (name.chars().anyMatch(OrganizationName::turnsOrBreaksLines)) {
            throw new IllegalArgumentException("must not contain characters that turn or break lines");
        }
        return new OrganizationName(name);
    }

    /** The name stands in mails to strangers: embeddings, overrides, isolates, and the two separators of Unicode. */
    private static boolean turnsOrBreaksLines(int character) {
        return (character >= 0x2028 && character <= 0x202E) || (character >= 0x2066 && character <= 0x2069);
    }

    @Override
    public String toString() {
        return value;
    }
}
