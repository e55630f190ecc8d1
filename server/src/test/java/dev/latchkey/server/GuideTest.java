package dev.latchkey.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.server.support.Operation;
import dev.latchkey.server.support.ServerUnderTest;
import dev.latchkey.testkit.HttpAnswer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The help for programs that read text says what the route table says. */
class GuideTest {

    @RegisterExtension
    static final ServerUnderTest SERVER = new ServerUnderTest();

    @Test
    void theFullTextDescribesEveryOperationOnce() {
        String text = text("/auth/llms-full.txt");
        for (Operation operation :
                Operation.all(SERVER.anonymous().get("/openapi.json").json())) {
            assertThat(text.split("\n## " + Pattern.quote(operation.name()) + "\n", -1))
                    .as(operation.name())
                    .hasSize(2);
        }
    }

    @Test
    void thePartsTogetherAreTheWhole() {
        int calls = 0;
        for (String part : List.of("auth", "profile", "orgs", "mfa", "wallet", "admin", "backend")) {
            String text = text("/auth/skills/" + part + ".md");
            assertThat(text).startsWith("# ");
            calls += text.split("\n## ", -1).length - 1;
        }
        assertThat(calls)
                .isEqualTo(Operation.all(SERVER.anonymous().get("/openapi.json").json())
                        .size());
        assertThat(text("/auth/skills/admin.md")).contains("/auth/admin/users").doesNotContain("POST /auth/login\n");
        assertThat(text("/auth/llms-admin.txt")).isEqualTo(text("/auth/skills/admin.md"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/auth/llms.txt",
                "/auth/ai.txt",
                "/auth/agent.md",
                "/auth/skill.md",
                "/auth/heartbeat.md",
                "/llms.txt"
            })
    void textsAreServedToEverybody(String path) {
        assertThat(text(path)).contains("Latchkey");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/auth/skill.json",
                "/auth/.well-known/ai-discovery.json",
                "/auth/.well-known/agent.json",
                "/auth/.well-known/mcp"
            })
    void manifestsLeadToWhatThereIs(String path) {
        HttpAnswer manifest = SERVER.anonymous().get(path).hasStatus(200).hasValue("/name", "latchkey");
        manifest.json()
                .path("links")
                .forEach(link -> SERVER.anonymous().get(link.asString()).hasStatus(200));
        manifest.json().path("skills").forEach(skill -> SERVER.anonymous()
                .get(skill.path("path").asString())
                .hasStatus(200));
    }

    @Test
    void whatIsOnIsToldWithTheCallsInOrder() {
        SERVER.anonymous()
                .get("/auth/features")
                .hasStatus(200)
                .hasValue("/email", true)
                .hasValue("/google", false)
                .lacks("/googleClientId");
        HttpAnswer discovery = SERVER.anonymous().get("/auth/discovery").hasStatus(200);
        discovery.hasValue("/version", "1.0").hasValue("/basePath", "/auth").hasValue("/apiKeyUsage/keyPrefix", "ck_");
        List<String> methods = new ArrayList<>();
        discovery.json().path("authMethods").forEach(method -> {
            methods.add(method.path("method").asString());
            assertThat(method.path("endpoints").size()).as(method.toString()).isPositive();
        });
        assertThat(methods).contains("email", "solana", "stellar").doesNotContain("google");
        assertThat(discovery.text("/authMethods/0/endpoints/0/path")).isEqualTo("/auth/register");
    }

    @Test
    void theHeartbeatAndThePluginManifestAreJson() {
        SERVER.anonymous()
                .get("/auth/heartbeat.json")
                .hasStatus(200)
                .hasValue("/status", "healthy")
                .hasValue("/services/database", true);
        SERVER.anonymous()
                .get("/auth/.well-known/ai-plugin.json")
                .hasStatus(200)
                .hasValue("/schema_version", "v1")
                .hasValue("/api/url", "/openapi.json");
    }

    @Test
    void theDescriptionIsBesideTheSignInRoutesToo() {
        assertThat(SERVER.anonymous().get("/auth/openapi.json").hasStatus(200).json())
                .isEqualTo(SERVER.anonymous().get("/openapi.json").json());
    }

    @Test
    void theArchiveHoldsEveryMarkdownFile() throws IOException, InterruptedException {
        byte[] zip;
        try (HttpClient client = HttpClient.newHttpClient()) {
            zip = client.send(
                            HttpRequest.newBuilder(SERVER.anonymous().base().resolve("/auth/.well-known/skills.zip"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofByteArray())
                    .body();
        }
        List<String> names = new ArrayList<>();
        try (ZipInputStream files = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = files.getNextEntry(); entry != null; entry = files.getNextEntry()) {
                names.add(entry.getName());
            }
        }
        assertThat(names).contains("skill.md", "skills/auth.md", "skills/orgs.md", "skills/admin.md");
    }

    private static String text(String path) {
        return SERVER.anonymous().get(path).hasStatus(200).body();
    }
}
