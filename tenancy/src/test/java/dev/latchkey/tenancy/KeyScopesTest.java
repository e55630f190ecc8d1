package dev.latchkey.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.tenancy.TenancyHouse.Tenant;
import dev.latchkey.testkit.DatabaseExtension;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What project keys are good for. That every route asks for its scope is walked over the whole table elsewhere. */
final class KeyScopesTest {

    @RegisterExtension
    static final DatabaseExtension DATABASE = TenancyHouse.databases();

    private TenancyHouse house;
    private Tenant tenant;

    @BeforeEach
    void open() {
        house = TenancyHouse.open(DATABASE.database());
        tenant = house.tenant();
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void aKeyMadeWithoutScopesMayDoEverything() {
        make(house.with(tenant), null).hasStatus(201).hasValue("/apiKey/scopes", "[\"*\"]");
        house.with(tenant)
                .get("/api-keys")
                .hasStatus(200)
                .hasValue("/keys/0/scopes", "[\"*\"]")
                .hasValue("/keys/1/scopes", "[\"*\"]");
        house.with(tenant).get("/wallets/protected").hasStatus(200).hasValue("/scopes", "[\"*\"]");
    }

    @Test
    void aKeyIsHeldToItsScopes() {
        HttpAnswer made = make(house.operator(), List.of("project:read", "api_keys:read", "project:read"))
                .hasStatus(201)
                .hasValue("/apiKey/scopes", "[\"api_keys:read\",\"project:read\"]");
        HttpProbe narrow = house.anonymous.withBearer(made.text("/plainTextKey"));
        narrow.get("/projects/" + tenant.projectId()).hasStatus(200);
        narrow.get("/wallets/protected").hasStatus(200).hasValue("/scopes", "[\"api_keys:read\",\"project:read\"]");
        narrow.get("/api-keys").hasStatus(200).hasValue("/keys/0/scopes", "[\"api_keys:read\",\"project:read\"]");
        narrow.patch("/projects/" + tenant.projectId(), Map.of("name", "Mine"))
                .hasStatus(403)
                .hasValue("/error", "Forbidden")
                .hasValue("/code", "INSUFFICIENT_SCOPE")
                .hasValue("/message", "This API key lacks the scope project:write")
                .hasValue("/details/requiredScope", "project:write")
                .hasHeader("WWW-Authenticate", "Bearer error=\"insufficient_scope\", scope=\"project:write\"");
        assertThat(house.column("projects", "name", tenant.projectId())).isEqualTo("Shop");
        assertThat(house.lastAudit("metadata ->> 'scopes'", made.text("/apiKey/id")))
                .isEqualTo("api_keys:read project:read");
    }

    @Test
    void readingIsAScopeOfItsOwn() {
        HttpAnswer made = make(house.operator(), List.of("read")).hasStatus(201);
        HttpProbe reader = house.anonymous.withBearer(made.text("/plainTextKey"));
        reader.get("/api-keys").hasStatus(200).hasValue("/keys/0/scopes", "[\"read\"]");
        reader.get("/projects/" + tenant.projectId()).hasStatus(200);
        reader.post("/api-keys/" + tenant.keyId() + "/revoke", Map.of()).hasStatus(403);
        assertThat(reader.get("/wallets/protected").hasStatus(200).body())
                .contains("wallets:read", "payments:read")
                .doesNotContain("write", "authorize", "users:authenticate");
    }

    @Test
    void onlyScopesThatExistAreGiven() {
        make(house.operator(), List.of("project:admin"))
                .hasStatus(400)
                .hasValueMatching("/message", "scopes must be some of \\*, read, users:read, .*authorize");
        make(house.operator(), List.of()).hasStatus(400).hasValueMatching("/message", "scopes must not be empty.*");
    }

    @Test
    void aKeyGivesAndRotatesNothingThatItDoesNotHave() {
        HttpAnswer made =
                make(house.operator(), List.of("api_keys:write", "users:read")).hasStatus(201);
        HttpProbe narrow = house.anonymous.withBearer(made.text("/plainTextKey"));
        long before = keys();
        for (List<String> more : List.of(List.of("*"), List.of("read"), List.of("users:read", "users:write"))) {
            make(narrow, more).hasStatus(403).hasValue("/code", "INSUFFICIENT_SCOPE");
        }
        make(narrow, null).hasStatus(403).hasValue("/details/requiredScope", "users:write");
        narrow.post("/api-keys/" + tenant.keyId() + "/rotate", Map.of())
                .hasStatus(403)
                .hasValue("/code", "INSUFFICIENT_SCOPE");
        assertThat(keys()).isEqualTo(before);
        make(narrow, List.of("users:read")).hasStatus(201);
    }

    @Test
    void aSuccessorIsGoodForTheSame() {
        HttpAnswer made = make(house.operator(), List.of("api_keys:write")).hasStatus(201);
        HttpAnswer rotated = house.anonymous
                .withBearer(made.text("/plainTextKey"))
                .post("/api-keys/" + made.text("/apiKey/id") + "/rotate", Map.of())
                .hasStatus(200)
                .hasValue("/apiKey/scopes", "[\"api_keys:write\"]");
        HttpProbe successor = house.anonymous.withBearer(rotated.text("/plainTextKey"));
        successor.get("/wallets/protected").hasValue("/scopes", "[\"api_keys:write\"]");
        successor.get("/api-keys").hasStatus(403);
    }

    @Test
    void scopesCostNoStatement() {
        house.awaitListening();
        HttpAnswer made = make(house.operator(), List.of("project:read")).hasStatus(201);
        HttpProbe narrow = house.anonymous.withBearer(made.text("/plainTextKey"));
        narrow.get("/api-keys").hasStatus(403);
        assertThat(house.database.statements().during(() -> narrow.get("/api-keys")
                        .hasStatus(403)))
                .noneMatch(sql -> sql.contains("tenancy.api_keys k"));
    }

    private HttpAnswer make(HttpProbe by, @Nullable List<String> scopes) {
        house.clock.advance(Duration.ofSeconds(1)); // the list is newest first
        return by.post(
                "/api-keys",
                scopes == null
                        ? Map.of("name", "Next", "projectId", tenant.projectId())
                        : Map.of("name", "Next", "projectId", tenant.projectId(), "scopes", scopes));
    }

    private long keys() {
        return house.rows.queryLong("select count(*) from tenancy.api_keys");
    }
}
