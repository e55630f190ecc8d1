package dev.latchkey.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.platform.http.HttpMethod;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.json.Json;
import dev.latchkey.server.support.Operation;
import dev.latchkey.server.support.ServerUnderTest;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** The API document, the page for people and the route table say the same as the server does. */
class OpenApiTest {

    @RegisterExtension
    static final ServerUnderTest SERVER = new ServerUnderTest();

    private static final Path COMMITTED = Path.of("..", "docs", "openapi.json");

    /** What may change something without a credential: each of them asks for a proof of its own. */
    private static final Set<String> PUBLIC_CHANGES = Set.of(
            "POST /auth/authenticate",
            "POST /auth/register",
            "POST /auth/send-verification",
            "POST /auth/verify-email",
            "POST /auth/forgot-password",
            "POST /auth/reset-password",
            "POST /auth/instant-link",
            "POST /auth/instant-link/verify",
            "POST /auth/login",
            "POST /auth/google",
            "POST /auth/apple",
            "POST /auth/login/mfa",
            "POST /auth/sso/start",
            "POST /auth/sso/callback",
            "POST /auth/validate-api-key",
            "POST /auth/api-key/validate",
            "POST /auth/refresh",
            "POST /auth/logout",
            "POST /auth/logout-all",
            "POST /auth/webauthn/auth/options",
            "POST /auth/webauthn/auth/options/discoverable",
            "POST /auth/webauthn/auth/verify",
            "POST /auth/solana/challenge",
            "POST /auth/solana",
            "POST /auth/stellar/challenge",
            "POST /auth/stellar",
            "POST /auth/stellar/message/challenge",
            "POST /auth/stellar/message",
            "POST /auth/sep10",
            "POST /setup/admin");

    @Test
    void theDocumentListsExactlyTheRouteTable() {
        assertThat(operations().stream().map(Operation::name))
                .containsExactlyInAnyOrderElementsOf(
                        SERVER.latchkey().routes().stream().map(Route::name).toList());
    }

    @Test
    void everyDocumentedOperationIsMounted() {
        for (Operation operation : operations()) {
            HttpAnswer answer = send(operation.method(), concrete(operation), operation.takesBody());

            assertThat(answer.status()).as(answer.toString()).isNotEqualTo(405).isLessThan(500);
            assertThat(answer.body()).as(answer.toString()).doesNotContain("Cannot " + operation.method());
        }
    }

    @Test
    void aMethodThatIsNotDocumentedIs405AndNamesTheOthers() {
        List<Operation> operations = operations();
        for (String path : operations.stream().map(Operation::path).distinct().toList()) {
            Set<String> documented = operations.stream()
                    .filter(operation -> operation.path().equals(path))
                    .map(Operation::method)
                    .collect(Collectors.toSet());
            String concrete = path.replaceAll("\\{[^}]+}", UUID.randomUUID().toString());
            for (HttpMethod method : HttpMethod.values()) {
                if (!documented.contains(method.name()) && !isCovered(operations, method.name(), concrete)) {
                    HttpAnswer answer = send(method.name(), concrete, method != HttpMethod.GET)
                            .hasStatus(405);

                    assertThat(Set.of(answer.header("allow").orElse("").split(", ")))
                            .as(answer.toString())
                            .containsAll(documented);
                }
            }
        }
    }

    @Test
    void whatIsNotDocumentedIsNotThere() {
        List<Operation> operations = operations();
        Set<String> neighbours = new HashSet<>();
        for (Operation operation : operations) {
            String concrete = concrete(operation);
            neighbours.add(concrete.equals("/") ? "/none" : concrete + "/none");
            neighbours.add(concrete + "x");
            for (int cut = concrete.lastIndexOf('/'); cut > 0; cut = concrete.lastIndexOf('/', cut - 1)) {
                neighbours.add(concrete.substring(0, cut));
            }
        }
        neighbours.removeIf(path ->
                Arrays.stream(HttpMethod.values()).anyMatch(method -> isCovered(operations, method.name(), path)));

        assertThat(neighbours).hasSizeGreaterThan(30);
        for (String path : neighbours) {
            for (String method : List.of("GET", "POST")) {
                HttpAnswer answer = send(method, path, method.equals("POST")).hasStatus(404);
                assertThat(answer.text("/message")).isEqualTo("Cannot " + method + " " + path);
            }
        }
    }

    @Test
    void everyOperationSaysWhatItDoesAndWhatItAnswers() {
        for (Operation operation : operations()) {
            JsonNode details = operation.details();
            assertThat(details.at("/tags/0").asString("")).as(operation.name()).isNotBlank();
            assertThat(details.path("summary").asString(""))
                    .as(operation.name())
                    .hasSizeGreaterThan(4)
                    .hasSizeLessThan(160);
            assertThat(details.get("responses").propertyNames())
                    .as(operation.name())
                    .contains("default")
                    .anyMatch(status -> status.startsWith("2"));
        }
        assertThat(operations().stream()
                        .map(operation -> operation.details().get("operationId").stringValue()))
                .doesNotHaveDuplicates();
    }

    @Test
    void whatChangesStateHasAGuard() {
        assertThat(operations().stream()
                        .filter(Operation::changesState)
                        .filter(operation -> !operation.needsCredential())
                        .map(Operation::name))
                .containsExactlyInAnyOrderElementsOf(PUBLIC_CHANGES);
    }

    @Test
    void everyReferenceLeadsToASchema() {
        JsonNode document = document();
        for (JsonNode reference : document.findValues("$ref")) {
            String pointer = reference.stringValue().substring(1);
            assertThat(document.at(pointer).isObject()).as(pointer).isTrue();
        }
    }

    @Test
    void thePageForPeopleListsEveryOperation() {
        HttpAnswer page =
                SERVER.anonymous().get("/docs").hasStatus(200).hasHeader("content-type", "text/html; charset=utf-8");
        for (Operation operation : operations()) {
            assertThat(page.body())
                    .contains("<code class=\"m\">" + operation.method() + "</code> <code>" + operation.path()
                            + "</code>");
        }
        assertThat(page.body()).doesNotContain("<script");
    }

    /** Run with {@code -Dlatchkey.reference.write=true} to write the page instead. */
    @Test
    void theCommittedDocumentIsTheServedOne() throws IOException {
        String served = Json.NULLS_SHOWN.writerWithDefaultPrettyPrinter().writeValueAsString(document()) + "\n";
        if (Boolean.getBoolean("latchkey.reference.write")) {
            Files.writeString(COMMITTED, served);
        }
        assertThat(Files.readString(COMMITTED))
                .as("run ./latchkey test -pl server -am -Dtest=OpenApiTest -Dlatchkey.reference.write=true"
                        + " -Dsurefire.failIfNoSpecifiedTests=false and commit the result")
                .isEqualTo(served);
    }

    private static HttpAnswer send(String method, String path, boolean withBody) {
        return anonymous().send(method, path, withBody ? "{}" : null);
    }

    private static HttpProbe anonymous() {
        return SERVER.anonymous();
    }

    private static String concrete(Operation operation) {
        return operation.target(parameter -> UUID.randomUUID().toString());
    }

    private static boolean isCovered(List<Operation> operations, String method, String path) {
        return operations.stream()
                .anyMatch(operation -> operation.method().equals(method)
                        && (operation.covers(path) || (operation.isOfSignInApi() && operation.covers("/auth" + path))));
    }

    private static List<Operation> operations() {
        return Operation.all(document());
    }

    private static JsonNode document() {
        return anonymous().get("/openapi.json").hasStatus(200).json();
    }
}
