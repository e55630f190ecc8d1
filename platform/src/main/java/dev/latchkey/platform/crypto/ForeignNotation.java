package dev.latchkey.platform.crypto;

import java.util.Arrays;
import java.util.regex.Pattern;

/** How other systems write their hashes: by what the text begins with, and who reads the rest. */
enum ForeignNotation {
    BCRYPT("\\$2[abxy]?\\$"),
    ARGON2("\\$argon2(id|i|d)\\$"),
    SCRYPT("\\$scrypt\\$"),
    SCRYPT_CRYPT("\\$7\\$"),
    FIREBASE("\\$fbscrypt\\$"),
    PBKDF2("\\$pbkdf2(-sha[0-9]+)?\\$"),
    PBKDF2_DJANGO("pbkdf2_sha[0-9]+\\$");

    private final Pattern start;

    ForeignNotation(String start) {
        this.start = Pattern.compile(start);
    }

    /** @throws IllegalArgumentException if it is none of them */
    static ForeignNotation of(String stored) {
        return Arrays.stream(values())
                .filter(notation -> notation.start.matcher(stored).lookingAt())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "the password hash is of no known form: bcrypt ($2a$, $2b$, $2y$), $argon2id$, $argon2i$,"
                                + " $argon2d$, $scrypt$, $7$, $fbscrypt$, $pbkdf2-sha256$, pbkdf2_sha256$"));
    }

    ForeignHash read(String stored) {
        return switch (this) {
            case BCRYPT -> BcryptHash.read(stored);
            case ARGON2 -> Argon2Foreign.read(stored);
            case SCRYPT -> ScryptHash.readPhc(stored);
            case SCRYPT_CRYPT -> ScryptHash.readCrypt(stored);
            case FIREBASE -> FirebaseScrypt.read(stored);
            case PBKDF2 -> Pbkdf2Hash.readPasslib(stored);
            case PBKDF2_DJANGO -> Pbkdf2Hash.readDjango(stored);
        };
    }
}
