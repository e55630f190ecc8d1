package dev.latchkey.identity.imports;

import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.json.Described;
import dev.latchkey.platform.json.Length;
import dev.latchkey.platform.json.Range;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Body of {@code POST /users/import}. */
record ImportUsers(
        @Described("1 to 100 users") List<Row> users,

        @Described("For hashes that do not carry their parameters themselves: Firebase's") @Nullable
        HashParameters hashParameters) {

    static final int MOST = 100;

    /** One user. */
    record Row(
            @Described("What tells whether the user is here already")
            String email,

            @Nullable Boolean emailVerified,
            @Nullable String name,

            @Described("bcrypt, Argon2, scrypt, PBKDF2 in their usual notations; with hashParameters, Firebase's hash")
            @Nullable
            String passwordHash,

            @Described("With hashParameters: the user's salt") @Nullable
            String passwordSalt,

            @Length(min = 3, max = 256) @Nullable String authId,
            @Nullable Instant createdAt) {}

    /** The hash configuration of a Firebase project, as its console shows it. */
    record HashParameters(
            @Described("base64") @Length(min = 1, max = 256) String signerKey,
            @Described("base64") @Length(max = 64) @Nullable String saltSeparator,
            @Range(min = 1, max = 120) int rounds,
            @Range(min = 1, max = 30) int memoryCost) {

        /** A hash in the notation that carries everything. */
        String notation(String salt, String hash) {
            return "$fbscrypt$v=1,n=%d,r=%d,p=1,ss=%s,sk=%s$%s$%s"
                    .formatted(memoryCost, rounds, saltSeparator == null ? "" : saltSeparator, signerKey, salt, hash);
        }
    }

    void requireSize() {
        if (users.isEmpty() || users.size() > MOST) {
            throw ApiException.invalid("users must be an array of 1 to " + MOST + " items");
        }
    }
}
