package dev.latchkey.identity.password;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Passwords that are guessed first, as auth-api.md 8 describes the list. */
final class CommonPasswords {

    private static final Set<String> LIST =
            Arrays.stream("""
                            password passw0rd passpass qwerty qwertyuiop abc123 abcd1234 monkey
                            letmein trustno1 dragon baseball football soccer hockey iloveyou loveme master sunshine
                            ashley bailey shadow superman batman michael charlie donald hunter qazwsx zaq1zaq1 login
                            welcome admin princess starwars hello mustang access ninja secret
                            changeme freedom whatever computer internet flower orange pepper cheese cookie chocolate
                            winner loser summer winter spring autumn january february monday friday 1q2w3e4r 1q2w3e4r5t 1qaz2wsx zxcvbnm zxcvbn asdfghjkl asdfgh 1234qwer qwer1234
                            qwerty123 admin123 welcome1 welcome123 welcome! password1 password123 password!
                            letmein1 letmein123 monkey1 dragon1 hello123 secret123
                            123456 1234567 12345678 123456789 1234567890 0123456789 0987654321 654321 123123 121212
                            112233 000000 111111 222222 333333 444444 555555 666666 777777 888888 999999 aaaaaa
                            aaaaaaaa aaaaaaaaaa 2020 2021 2022 2023 2024 2025 2026
                            """.strip().split("\\s+")).collect(Collectors.toUnmodifiableSet());

    private static final String DISGUISES = "@$031!57";
    private static final String DISGUISED = "asoeiist";

    private CommonPasswords() {}

    /** Whether the password is on the list, or is a word of the list with anything behind it that is no letter, disguised or not. */
    static boolean contains(String password) {
        String lower = password.toLowerCase(Locale.ROOT);
        int letters = 0;
        while (letters < lower.length() && lower.charAt(letters) >= 'a' && lower.charAt(letters) <= 'z') {
            letters++;
        }
        return LIST.contains(lower) || LIST.contains(lower.substring(0, letters)) || LIST.contains(plain(lower));
    }

    /** The word behind letters in disguise, without the digits and punctuation at its end: {@code p@$$w0rd123!}. */
    private static String plain(String lower) {
        StringBuilder letters = new StringBuilder();
        for (char character : lower.replaceFirst("[^a-z]+$", "").toCharArray()) {
            int disguise = DISGUISES.indexOf(character);
            letters.append(disguise < 0 ? character : DISGUISED.charAt(disguise));
        }
        return letters.toString();
    }
}
