package dev.latchkey.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Users who come from another system with the hashes it made. */
final class ImportTest {

    private static final String BCRYPT = "$2a$06$If6bvum7DFjUnE9p2uDeDu0YHzrHM6tf.iqN8.yx.jNN1ILEf7h0i"; // abc

    @RegisterExtension
    static final IdentityHouse house = IdentityHouse.shared();

    private static final HttpProbe backend = house.backend();

    @ParameterizedTest
    @CsvSource({
        "abc, $2a$06$If6bvum7DFjUnE9p2uDeDu0YHzrHM6tf.iqN8.yx.jNN1ILEf7h0i",
        "pleaseletmein, $7$C6..../....SodiumChloride$kBGj9fHznVYFQMEn/qDCfrDevf9YDtcDdKvEqHJLV8D",
        "lètmein, pbkdf2_sha256$10000$seasalt$CWWFdHOWwPnki7HvkcqN9iA2T3KLW1cf2uZ5kvArtVY=",
        "password, $argon2d$v=16$m=1024;t=2;p=1$c29tZXNhbHQ$zEXBeUJHRaEfOsvUFzWw3awo0RQmSyVnzAnDIsFpR9Y",
        "password, $argon2id$v=19$m=4096;t=3;p=2$c29tZXNhbHQ$LpPABDeb1KgKypkPHbjfNPxMj3dnGUCphtUM0xpkh/U"
    })
    void hashesOfOtherSystemsAreReplacedAtTheFirstSignIn(String password, String hash) {
        String id = one(row("Ann@Example.com", hash.replace(';', ','))).text("/results/0/userId");
        assertThat(house.userColumn(id, "password_hash")).isEqualTo(hash.replace(';', ','));
        assertThat(house.audited("user.imported", id)).isOne();

        login("ann@example.com", password + "x").hasStatus(401);
        assertThat(house.userColumn(id, "password_hash")).isEqualTo(hash.replace(';', ','));
        login("ann@example.com", password)
                .hasStatus(200)
                .hasValue("/user/id", id)
                .hasValue("/user/authMethods", "[\"email\"]")
                .hasValue("/isNewUser", false);
        String ours = house.userColumn(id, "password_hash");
        assertThat(ours).startsWith("$argon2id$v=19$m=64,t=1,p=1$");
        login("ann@example.com", password).hasStatus(200);
        login("ann@example.com", password + "x").hasStatus(401);
        assertThat(house.userColumn(id, "password_hash")).isEqualTo(ours);
    }

    @Test
    void firebaseHashesComeWithTheParametersOfTheirProject() {
        Map<String, Object> row = new HashMap<>(row(
                "ann@example.com",
                "lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ=="));
        row.put("passwordSalt", "42xEC+ixf3L2lw==");
        backend.post(
                        "/users/import",
                        Map.of(
                                "users",
                                List.of(row, row("bob@example.com", BCRYPT)),
                                "hashParameters",
                                Map.of(
                                        "signerKey",
                                        "jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==",
                                        "saltSeparator",
                                        "Bw==",
                                        "rounds",
                                        8,
                                        "memoryCost",
                                        14)))
                .hasStatus(200)
                .hasValue("/created", 2);

        login("ann@example.com", "user2password").hasStatus(401);
        login("ann@example.com", "user1password").hasStatus(200);
        login("bob@example.com", "abc").hasStatus(200);
    }

    @Test
    void everythingARowBringsIsKept() {
        Map<String, Object> row = new HashMap<>(row("ann@example.com", BCRYPT));
        row.putAll(Map.of(
                "emailVerified",
                true,
                "name",
                " Ann Lee ",
                "authId",
                "legacy-17",
                "createdAt",
                "2019-04-01T08:00:00Z"));
        String id = one(row).hasValue("/results/0/status", "CREATED").text("/results/0/userId");

        backend.get("/users/" + id)
                .hasStatus(200)
                .hasValue("/authId", "legacy-17")
                .hasValue("/displayName", "Ann Lee")
                .hasValue("/email", "ann@example.com")
                .hasValue("/createdAt", "2019-04-01T08:00:00.000Z")
                .hasValue("/lastLoginAt", "null");
        login("ann@example.com", "abc").hasStatus(200).hasValue("/user/emailVerified", true);
    }

    @Test
    void aRepeatedImportLeavesWhoIsHereAsTheyAre() {
        String id = one(row("ann@example.com", BCRYPT)).text("/results/0/userId");
        login("ann@example.com", "abc").hasStatus(200);
        String hash = house.userColumn(id, "password_hash");

        one(row("ANN@example.com", "$2a$06$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYVfxe"))
                .hasValue("/created", 0)
                .hasValue("/existing", 1)
                .hasValue("/results/0/status", "EXISTS")
                .hasValue("/results/0/userId", id);
        assertThat(house.userColumn(id, "password_hash")).isEqualTo(hash);
        assertThat(house.count("identity.users")).isOne();
        assertThat(house.audited("user.imported", id)).isOne();
    }

    @Test
    void aVerifiedAddressIsTakenFromWhoeverNeverVerifiedIt() {
        String squatter = house.anonymous
                .post("/auth/register", Map.of("email", "ann@example.com", "password", "SecurePass1!"))
                .hasStatus(201)
                .text("/user/id");
        one(row("ann@example.com", BCRYPT)).hasValue("/results/0/status", "EXISTS");

        Map<String, Object> verified = new HashMap<>(row("ann@example.com", BCRYPT));
        verified.put("emailVerified", true);
        String id = one(verified).hasValue("/results/0/status", "CREATED").text("/results/0/userId");

        assertThat(id).isNotEqualTo(squatter);
        assertThat(house.userColumn(squatter, "email")).isEqualTo("null");
        login("ann@example.com", "abc").hasStatus(200).hasValue("/user/id", id);
        one(verified).hasValue("/results/0/status", "EXISTS").hasValue("/results/0/userId", id);
    }

    @Test
    void whatIsWrongWithARowIsToldThereAndTheOthersAreStored() {
        Map<String, Object> taken = new HashMap<>(row("dan@example.com", BCRYPT));
        taken.put("authId", "same");
        Map<String, Object> takenToo = new HashMap<>(row("eve@example.com", BCRYPT));
        takenToo.put("authId", "same");
        Map<String, Object> future = new HashMap<>(row("fay@example.com", BCRYPT));
        future.put("createdAt", "2099-01-01T00:00:00Z");
        Map<String, Object> named = new HashMap<>(row("gil@example.com", BCRYPT));
        named.put("name", "two\nlines");
        HttpAnswer answer = backend.post(
                        "/users/import",
                        Map.of(
                                "users",
                                List.of(
                                        row("no address", BCRYPT),
                                        row("bob@example.com", "plain-text-password"),
                                        row("cat@example.com", "$scrypt$ln=25,r=8,p=1$TmFDbA$AAAAAAAAAAAAAAAAAAAAAA"),
                                        taken,
                                        takenToo,
                                        future,
                                        named)))
                .hasStatus(200)
                .hasValue("/created", 1)
                .hasValue("/refused", 6)
                .hasValueMatching("/results/0/message", "email must be an email")
                .hasValueMatching("/results/1/message", ".*no known form.*")
                .hasValueMatching("/results/2/message", ".*256 MiB.*")
                .hasValue("/results/3/status", "CREATED")
                .hasValueMatching("/results/4/message", ".*authId.*")
                .hasValueMatching("/results/5/message", ".*future.*")
                .hasValueMatching("/results/6/message", ".*one line.*");
        assertThat(answer.body()).doesNotContain("plain-text-password").doesNotContain(BCRYPT);
        assertThat(house.count("identity.users")).isOne();
        assertThat(house.count("identity.credentials")).isOne();
    }

    @Test
    void usersWithoutAHashHaveNoPassword() {
        String id =
                one(Map.of("email", "ann@example.com", "emailVerified", true)).text("/results/0/userId");
        assertThat(house.userColumn(id, "password_hash")).isEqualTo("null");
        assertThat(house.count("identity.credentials")).isZero();
        login("ann@example.com", "anything").hasStatus(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"users\":[]}",
                "{\"users\":{}}",
                "{\"users\":[{}]}",
                "{\"users\":[{\"email\":7}]}",
                "{\"users\":[{\"email\":\"a@example.com\",\"password\":\"plain\"}]}",
                "{\"users\":[{\"email\":\"a@example.com\"}],\"hashParameters\":{\"rounds\":8}}"
            })
    void malformedBodiesAreRefusedWhole(String body) {
        backend.post("/users/import", body).hasStatus(400);
        assertThat(house.count("identity.users")).isZero();
    }

    @Test
    void aHundredUsersAreAnImportAndMoreAreNot() {
        List<Object> rows = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            rows.add(row("user" + i + "@example.com", BCRYPT));
        }
        backend.post("/users/import", Map.of("users", rows)).hasStatus(200).hasValue("/created", 100);
        rows.add(row("more@example.com", BCRYPT));
        backend.post("/users/import", Map.of("users", rows)).hasStatus(400);
        assertThat(house.count("identity.users")).isEqualTo(100);
    }

    @Test
    void anAddressTwiceInOneImportIsOneUser() {
        backend.post("/users/import", Map.of("users", Collections.nCopies(3, row("ann@example.com", BCRYPT))))
                .hasStatus(200)
                .hasValue("/created", 1)
                .hasValue("/existing", 2);
    }

    @Test
    void onlyBackendsImportAndOnlyIntoTheirOwnProject() {
        Map<String, Object> body = Map.of("users", List.of(row("ann@example.com", BCRYPT)));
        house.anonymous.post("/users/import", body).hasStatus(401);
        String token = house.anonymous
                .post("/auth/register", Map.of("email", "u@example.com", "password", "SecurePass1!"))
                .text("/tokens/accessToken");
        house.anonymous.withBearer(token).post("/users/import", body).hasStatus(401);

        HttpProbe other = house.backend(house.otherProject());
        other.post("/users/import", body).hasStatus(200).hasValue("/created", 1);
        login("ann@example.com", "abc").hasStatus(401);
        backend.post("/users/import", body).hasStatus(200).hasValue("/created", 1);
        login("ann@example.com", "abc").hasStatus(200);
    }

    private static Map<String, Object> row(String email, String hash) {
        return Map.of("email", email, "passwordHash", hash);
    }

    private static HttpAnswer one(Map<String, Object> row) {
        return backend.post("/users/import", Map.of("users", List.of(row))).hasStatus(200);
    }

    private static HttpAnswer login(String email, String password) {
        return house.anonymous.post("/auth/login", Map.of("email", email, "password", password));
    }
}
