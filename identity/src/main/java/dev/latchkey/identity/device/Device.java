package dev.latchkey.identity.device;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Device and browser as a user agent calls itself, in the words of auth-api.md 10. Anybody can send any user agent: good
 * for people to recognise their own devices by, for nothing else.
 */
public record Device(String name, String browser) {

    /** A word, and what a user agent that deserves it contains; the first that fits counts. */
    private record Word(String word, List<String> marks) {

        static Word of(String word, String... marks) {
            return new Word(word, List.of(marks));
        }

        boolean fits(String userAgent) {
            return marks.stream().anyMatch(userAgent::contains);
        }
    }

    private static final Word[] DEVICES = {
        Word.of("iPad", "iPad"),
        Word.of("iPhone", "iPhone"),
        Word.of("Chromebook", "CrOS"),
        Word.of("Mac", "Macintosh"),
        Word.of("Windows PC", "Windows NT", "Win64", "Windows 1"),
        Word.of("Linux", "Linux", "X11"),
    };

    /** Most browsers also claim to be those that were there before them. */
    private static final Word[] BROWSERS = {
        Word.of("Microsoft Edge", "Edg/", "EdgA/", "EdgiOS/", "Edge/"),
        Word.of("Opera", "OPR/", "OPiOS/", "OPT/", "Opera"),
        Word.of("Firefox", "Firefox/", "FxiOS/"),
        Word.of("Chrome", "Chrome/", "CriOS/", "Chromium/"),
        Word.of("Safari", "Safari/"),
        Word.of("Internet Explorer", "MSIE ", "Trident/"),
    };

    public static Device of(@Nullable String userAgent) {
        String text = userAgent == null ? "" : userAgent;
        return new Device(device(text), first(BROWSERS, text, "Unknown browser"));
    }

    private static String device(String userAgent) {
        if (userAgent.contains("Android")) {
            return userAgent.contains("Mobile") ? "Android Phone" : "Android Tablet";
        }
        return first(DEVICES, userAgent, "Unknown device");
    }

    private static String first(Word[] words, String userAgent, String otherwise) {
        return Arrays.stream(words)
                .filter(word -> word.fits(userAgent))
                .map(Word::word)
                .findFirst()
                .orElse(otherwise);
    }
}
