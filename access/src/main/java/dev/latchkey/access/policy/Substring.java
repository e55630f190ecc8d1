package dev.latchkey.access.policy;

/** Looks for a text in others, in time proportional to their length whatever they are (Knuth, Morris, Pratt). */
final class Substring {

    private final String wanted;
    private final int[] fallbacks;

    Substring(String wanted) {
        this.wanted = wanted;
        this.fallbacks = fallbacks(wanted);
    }

    boolean isIn(String text) {
        int matched = 0;
        for (int i = 0; i < text.length() && matched < wanted.length(); i++) {
            matched = next(matched, text.charAt(i));
        }
        return matched == wanted.length();
    }

    private int next(int matched, char character) {
        int length = matched;
        while (length > 0 && wanted.charAt(length) != character) {
            length = fallbacks[length - 1];
        }
        return wanted.charAt(length) == character ? length + 1 : 0;
    }

    /** For each prefix the length of the longest shorter one that it ends with. */
    private static int[] fallbacks(String wanted) {
        int[] fallbacks = new int[wanted.length()];
        int length = 0;
        for (int i = 1; i < wanted.length(); i++) {
            while (length > 0 && wanted.charAt(length) != wanted.charAt(i)) {
                length = fallbacks[length - 1];
            }
            if (wanted.charAt(length) == wanted.charAt(i)) {
                length++;
            }
            fallbacks[i] = length;
        }
        return fallbacks;
    }
}
