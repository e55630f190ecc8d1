package dev.latchkey.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UsersTest {

    @RegisterExtension
    static final IdentityHouse house = IdentityHouse.shared();

    private static final HttpProbe backend = house.backend();

    @Test
    void creatingTrimsTextsAndDefaultsToActiveAndUnknown() {
        HttpAnswer answer = backend.post(
                        "/users", Map.of("authId", "  abc ", "email", " A@B.de ", "displayName", " Ann "))
                .hasStatus(201)
                .hasValue("/authId", "abc")
                .hasValue("/email", "a@b.de")
                .hasValue("/displayName", "Ann")
                .hasValue("/status", "ACTIVE")
                .hasValue("/authProvider", "UNKNOWN")
                .hasValue("/lastLoginAt", "null");

        assertThat(house.audited("user.created", answer.text("/id"))).isOne();
        assertThat(house.count("public.fake_wallets")).isZero();
        backend.get("/users/" + answer.text("/id")).hasStatus(200).hasValue("/authId", "abc");
    }

    @Test
    void aSecondUserWithTheAuthIdIsRefusedEvenAfterDeletion() {
        String id = create("dup");

        backend.post("/users", Map.of("authId", "dup"))
                .hasStatus(409)
                .hasValue("/message", "User authId already exists");
        backend.delete("/users/" + id).hasStatus(200);
        backend.post("/users", Map.of("authId", "dup")).hasStatus(409);
        backend.post("/users/find-or-create", Map.of("authId", "dup"))
                .hasStatus(403)
                .hasValue("/message", "Account is inactive");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"authId":"   "}                      | 409 | authId is required and must be at least 3 characters
            {"authId":"ab"}                       | 400 | authId must be longer than or equal to 3 characters
            {}                                    | 400 | authId should not be empty
            {"authId":"abc","email":"nope"}       | 400 | email must be an email
            {"authId":"abc","password":"x"}       | 400 | property password should not exist
            {"authId":"abc","passwordHash":"x"}   | 400 | property passwordHash should not exist
            {"authId":"abc","displayName":7}      | 400 | displayName must be a string
            """)
    void brokenBodiesAreRefused(String body, int status, String message) {
        backend.post("/users", body).hasStatus(status).hasValue("/message", message);
        if (status == 400) {
            backend.post("/users/find-or-create", body).hasStatus(400).hasValue("/message", message);
        }
        assertThat(house.count("identity.users")).isZero();
    }

    @Test
    void findOrCreateFindsWhatItMade() {
        String id = backend.post("/users/find-or-create", Map.of("authId", "foc", "displayName", "One"))
                .hasStatus(200)
                .hasValue("/isNewUser", true)
                .text("/user/id");

        backend.post("/users/find-or-create", Map.of("authId", "foc", "displayName", "Two"))
                .hasStatus(200)
                .hasValue("/isNewUser", false)
                .hasValue("/user/id", id)
                .hasValue("/user/displayName", "One");
    }

    @Test
    void listsPageNewestFirstAndHideDeletedUsers() {
        for (int i = 1; i <= 5; i++) {
            create("user-" + i);
            house.clock.advance(Duration.ofSeconds(1));
        }
        String deleted = create("user-6");
        backend.delete("/users/" + deleted).hasStatus(200);

        HttpAnswer first = backend.get("/users?limit=2").hasStatus(200);
        assertThat(first.json().findValuesAsString("authId")).containsExactly("user-5", "user-4");
        assertThat(first.text("/0/deletedAt")).isEqualTo("null");
        first.hasHeader("Link", "</users?limit=2&page=2>; rel=\"next\"");
        HttpAnswer last = backend.get("/users?limit=2&page=3").hasStatus(200).hasNoHeader("Link");
        assertThat(last.json().findValuesAsString("authId")).containsExactly("user-1");
        assertThat(backend.get("/users").json()).hasSize(5);
        assertThat(backend.get("/users?status=SUSPENDED").json()).isEmpty();
        assertThat(backend.get("/users?status=INACTIVE").json()).hasSize(5);
        backend.get("/users?page=0").hasStatus(400);
        backend.get("/users?limit=x").hasStatus(400);
    }

    @Test
    void unknownForeignAndOddIdsAreNotFoundInTheSameWords() {
        String foreign = house.backend(house.otherProject())
                .post("/users", Map.of("authId", "foreign"))
                .hasStatus(201)
                .text("/id");

        for (String id : new String[] {foreign, UUID.randomUUID().toString(), "7", "x%27--"}) {
            String shown = id.replace("%27", "'");
            String message = "User with ID " + shown + " not found";
            backend.get("/users/" + id).hasStatus(404).hasValue("/message", message);
            backend.patch("/users/" + id, Map.of("displayName", "x"))
                    .hasStatus(404)
                    .hasValue("/message", message);
            backend.delete("/users/" + id).hasStatus(404).hasValue("/message", message);
        }
        assertThat(house.userColumn(foreign, "deleted_at")).isEqualTo("null");
    }

    @Test
    void patchReplacesClearsAndIgnoresEmptyTexts() {
        String id = backend.post(
                        "/users",
                        Map.of("authId", "abc", "email", "a@b.de", "displayName", "A", "authProvider", "CLERK"))
                .text("/id");
        backend.patch("/users/" + id, Map.of("email", "", "displayName", " ", "authProvider", ""))
                .hasStatus(200)
                .hasValue("/email", "a@b.de")
                .hasValue("/displayName", "A")
                .hasValue("/authProvider", "CLERK");

        Map<String, Object> clear = new HashMap<>();
        clear.put("email", null);
        clear.put("displayName", null);
        clear.put("authProvider", null);
        backend.patch("/users/" + id, clear)
                .hasStatus(200)
                .hasValue("/email", "null")
                .hasValue("/displayName", "null")
                .hasValue("/authProvider", "UNKNOWN");
        backend.patch("/users/" + id, Map.of("authId", "other")).hasStatus(400);
        backend.patch("/users/" + id, Map.of("email", "nope"))
                .hasStatus(400)
                .hasValue("/message", "email must be an email");
        assertThat(house.audited("user.updated", id)).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "PROVISIONING, ACTIVE, 200", "PROVISIONING, DISABLED, 200", "PROVISIONING, SUSPENDED, 409",
        "PROVISIONING, RECOVERY_PENDING, 409", "ACTIVE, ACTIVE, 200", "ACTIVE, RECOVERY_PENDING, 200",
        "ACTIVE, SUSPENDED, 200", "ACTIVE, DISABLED, 200", "ACTIVE, PROVISIONING, 409",
        "RECOVERY_PENDING, ACTIVE, 200", "RECOVERY_PENDING, SUSPENDED, 200", "RECOVERY_PENDING, PROVISIONING, 409",
        "SUSPENDED, ACTIVE, 200", "SUSPENDED, DISABLED, 200", "SUSPENDED, RECOVERY_PENDING, 409",
        "DISABLED, ACTIVE, 409", "DISABLED, SUSPENDED, 409", "DISABLED, DISABLED, 200"
    })
    void theStateMachineIsEnforced(String from, String to, int status) {
        String id = backend.post("/users", Map.of("authId", "machine", "status", from))
                .hasStatus(201)
                .text("/id");

        HttpAnswer answer = backend.patch("/users/" + id, Map.of("status", to)).hasStatus(status);

        assertThat(house.userColumn(id, "status")).isEqualTo(status == 200 ? to : from);
        if (status == 409) {
            answer.hasValue("/message", "User status cannot change from " + from + " to " + to);
        }
        assertThat(house.audited("user.status_changed", id)).isEqualTo(status == 200 && !from.equals(to) ? 1 : 0);
    }

    @Test
    void anAddressThatSomebodyHasCannotBeTakenByPatch() {
        backend.post("/users", Map.of("authId", "one", "email", "one@example.com"))
                .hasStatus(201);
        String two = create("two");

        backend.patch("/users/" + two, Map.of("email", "ONE@example.com")).hasStatus(409);
        assertThat(house.userColumn(two, "email")).isEqualTo("null");
    }

    @Test
    void deletingIsSoftFreesTheAddressAndEndsTwice() {
        String id = backend.post("/users", Map.of("authId", "del", "email", "del@example.com"))
                .text("/id");

        backend.delete("/users/" + id).hasStatus(200).hasValue("/deletedAt", "2026-05-30T12:00:00.000Z");
        backend.delete("/users/" + id)
                .hasStatus(409)
                .hasValue("/message", "User with ID " + id + " is already deleted");
        backend.get("/users/" + id).hasStatus(404);
        backend.patch("/users/" + id, Map.of("displayName", "x")).hasStatus(404);
        backend.post("/users", Map.of("authId", "del2", "email", "del@example.com"))
                .hasStatus(201);
        assertThat(house.audited("user.deleted", id)).isOne();
    }

    @Test
    void onlyTheOperatorDeletesADisabledUser() {
        String id = backend.post("/users", Map.of("authId", "dis", "status", "DISABLED"))
                .text("/id");

        backend.delete("/users/" + id)
                .hasStatus(409)
                .hasValue("/message", "Disabled users cannot be deleted. Change status before deletion.");
        house.operator().delete("/users/" + id).hasStatus(200);
    }

    @Test
    void withoutAKeyNothingIsShown() {
        house.anonymous.get("/users").hasStatus(401).hasValue("/message", "API key is required");
        house.anonymous.post("/users", "{broken").hasStatus(401);
    }

    private String create(String authId) {
        return backend.post("/users", Map.of("authId", authId)).hasStatus(201).text("/id");
    }
}
