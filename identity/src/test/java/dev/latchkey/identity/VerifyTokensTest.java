package dev.latchkey.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.latchkey.platform.configuration.Profile;
import dev.latchkey.testkit.DatabaseExtension;
import dev.latchkey.testkit.TestClock;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The snippets of docs/verify-tokens.md, taken from the page and run against a real server. */
final class VerifyTokensTest {

    private static final Map<String, String> CREDENTIALS =
            Map.of("email", "ann@example.com", "password", "SecurePass1!");
    private static final String REFUSED = "refused";

    @RegisterExtension
    static final DatabaseExtension DATABASE = IdentityHouse.databases();

    /** Older than any access token gets. */
    private static final Duration AGE = Duration.ofMinutes(20);

    private static IdentityHouse house;
    private static String expired;

    @BeforeAll
    static void open() {
        house = IdentityHouse.open(
                DATABASE.database(),
                Profile.SERVE,
                Map.of("LATCHKEY_PUBLIC_URLS", DpopClient.SERVER),
                TestClock.at(Instant.now().minus(AGE)));
        house.anonymous.post("/auth/register", CREDENTIALS).hasStatus(201);
        expired = login();
        house.clock.advance(AGE);
    }

    @AfterAll
    static void close() {
        house.close();
    }

    /** Answers the subject of a token, or {@link #REFUSED}. */
    private interface Snippet {
        String subject(String token, String issuer, String audience, String projectId) throws Exception;
    }

    @Test
    void theJavaSnippetTakesOurTokensAndNothingElse(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("LatchkeyTokens.java"), snippet("java"));
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        int failures = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-cp",
                        classPath,
                        folder.resolve("LatchkeyTokens.java").toString());
        assertThat(failures).isZero();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, VerifyTokensTest.class.getClassLoader())) {
            Class<?> type = loader.loadClass("LatchkeyTokens");
            Method verify = type.getMethod("verify", String.class);
            takesOurTokensAndNothingElse((token, issuer, audience, project) -> {
                Object verifier = type.getConstructor(String.class, String.class, String.class, String.class)
                        .newInstance(server().toString(), issuer, audience, project);
                try {
                    return ((com.nimbusds.jwt.JWTClaimsSet) verify.invoke(verifier, token)).getSubject();
                } catch (InvocationTargetException refused) {
                    return REFUSED;
                }
            });
        }
    }

    @Test
    void theNodeSnippetTakesOurTokensAndNothingElse(@TempDir Path folder) throws Exception {
        // CI installs it: there its absence is a failure.
        assumeTrue("true".equals(System.getenv("CI")) || hasNode(), "Node.js is not installed");
        Files.writeString(folder.resolve("snippet.mjs"), snippet("js"));
        Files.writeString(folder.resolve("run.mjs"), """
                import { verifyToken } from './snippet.mjs';
                const [token, server, issuer, audience, projectId] = process.argv.slice(2);
                verifyToken(token, { server, issuer, audience, projectId })
                  .then(claims => console.log(claims.sub), () => console.log('refused'));
                """);
        takesOurTokensAndNothingElse((token, issuer, audience, project) -> {
            Process node = new ProcessBuilder("node", "run.mjs", token, server().toString(), issuer, audience, project)
                    .directory(folder.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String answer = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            assertThat(node.waitFor(30, TimeUnit.SECONDS)).isTrue();
            return answer;
        });
    }

    private static void takesOurTokensAndNothingElse(Snippet snippet) throws Exception {
        String user = house.rows.queryText("select id from identity.users");
        String project = IdentityHouse.DEFAULT_PROJECT.toString();
        String good = login();

        assertThat(snippet.subject(good, "cedros-login", "cedros-app", project)).isEqualTo(user);
        assertThat(snippet.subject(good, "another-issuer", "cedros-app", project))
                .isEqualTo(REFUSED);
        assertThat(snippet.subject(good, "cedros-login", "another-app", project))
                .isEqualTo(REFUSED);
        String otherProject = UUID.randomUUID().toString();
        assertThat(snippet.subject(good, "cedros-login", "cedros-app", otherProject))
                .isEqualTo(REFUSED);
        String[] parts = good.split("\\.");
        String[] others = login().split("\\.");
        for (String forged : List.of(
                parts[0] + "." + parts[1] + "." + others[2],
                parts[0] + "." + parts[1] + ".",
                "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0." + parts[1] + ".",
                good + ".x")) {
            assertThat(snippet.subject(forged, "cedros-login", "cedros-app", project))
                    .as(forged)
                    .isEqualTo(REFUSED);
        }
        assertThat(snippet.subject(bound(), "cedros-login", "cedros-app", project))
                .isEqualTo(REFUSED);
        assertThat(snippet.subject(expired, "cedros-login", "cedros-app", project))
                .isEqualTo(REFUSED);
    }

    private static String login() {
        return house.anonymous.post("/auth/login", CREDENTIALS).hasStatus(200).text("/tokens/accessToken");
    }

    private static String bound() throws Exception {
        return DpopClient.es256()
                .post(house.anonymous, "/auth/login", CREDENTIALS, house.clock.instant())
                .hasStatus(200)
                .text("/tokens/accessToken");
    }

    private static URI server() {
        return house.anonymous.base();
    }

    private static String snippet(String language) throws IOException {
        String page = Files.readString(Path.of("..", "docs", "verify-tokens.md"));
        String fence = "```" + language + "\n";
        int begin = page.indexOf(fence) + fence.length();
        return page.substring(begin, page.indexOf("```", begin));
    }

    private static boolean hasNode() throws InterruptedException {
        try {
            return new ProcessBuilder("node", "--version")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException none) {
            return false;
        }
    }
}
