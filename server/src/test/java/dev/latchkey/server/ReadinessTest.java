package dev.latchkey.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.server.support.Await;
import dev.latchkey.server.support.Crowd;
import dev.latchkey.server.support.ProjectUnderTest;
import dev.latchkey.server.support.ServerUnderTest;
import dev.latchkey.testkit.HttpAnswer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The database goes away and comes back; the server says so, refuses politely and recovers by itself. */
class ReadinessTest {

    @RegisterExtension
    static final ServerUnderTest SERVER = new ServerUnderTest("DATABASE_CONNECT_TIMEOUT", "3").throughProxy();

    private static ProjectUnderTest project;

    @BeforeAll
    static void open() {
        project = SERVER.project("readiness");
    }

    @AfterEach
    void restore() {
        SERVER.proxy().restore();
        Await.until(() -> SERVER.anonymous().get("/ready"), answer -> answer.status() == 200);
    }

    @Test
    void readinessFollowsTheDatabaseAndHealthDoesNotCare() {
        SERVER.anonymous()
                .get("/ready")
                .hasStatus(200)
                .hasValue("/status", "ready")
                .hasValue("/database/connected", true)
                .hasValueMatching("/database/responseTime", "[0-9]+");
        SERVER.proxy().cut();

        SERVER.anonymous()
                .get("/ready")
                .hasStatus(503)
                .hasValue("/status", "not_ready")
                .hasValue("/database/connected", false)
                .hasValueMatching("/database/responseTime", "[0-9]{1,3}|[12][0-9]{3}");
        SERVER.anonymous().get("/health").hasStatus(200).hasValue("/status", "ok");
        SERVER.anonymous()
                .get("/auth/health")
                .hasStatus(200)
                .hasValue("/status", "degraded")
                .hasValue("/database", "unreachable");
        SERVER.anonymous().get("/openapi.json").hasStatus(200);

        SERVER.proxy().restore();
        Await.until(() -> SERVER.anonymous().get("/ready"), answer -> answer.status() == 200);
        Await.until(() -> SERVER.anonymous().get("/auth/health"), answer -> answer.text("/database")
                .equals("connected"));
        project.backend().get("/wallets").hasStatus(200);
    }

    @Test
    void meanwhileRequestsAreToldToComeBackInTheirContractsShape() {
        SERVER.proxy().cut();

        List<HttpAnswer> answers = Crowd.of(3, number -> switch (number) {
            case 0 -> project.backend().get("/wallets");
            case 1 -> project.backend().post("/users", Map.of("authId", "unlucky"));
            default ->
                SERVER.anonymous()
                        .post("/auth/login", Map.of("email", "a@b.example", "password", "Correct-Horse-9-Battery"));
        });

        assertThat(answers).allSatisfy(answer -> answer.hasStatus(503)
                .hasHeaderMatching("retry-after", "[1-9][0-9]*")
                .neverMentions("Exception")
                .neverMentions("postgres"));
        for (HttpAnswer answer : answers.subList(0, 2)) {
            answer.hasValue("/statusCode", 503).hasValue("/message", "API key validation service unavailable");
        }
        answers.getLast().hasValue("/code", "SERVICE_UNAVAILABLE").lacks("/statusCode");
        // Who sends no key is refused before anything is asked of the database.
        SERVER.anonymous().get("/wallets").hasStatus(401);
    }

    @Test
    void whatWasUnderWayIsDoneCompletelyOrNotAtAll() throws InterruptedException {
        AtomicBoolean going = new AtomicBoolean(true);
        AtomicInteger numbers = new AtomicInteger();
        Set<String> promised = ConcurrentHashMap.newKeySet();
        Set<Integer> statuses = ConcurrentHashMap.newKeySet();
        Thread[] crowd = new Thread[8];
        for (int i = 0; i < crowd.length; i++) {
            crowd[i] = Thread.ofVirtual().start(() -> {
                while (going.get()) {
                    String authId = "flood-" + numbers.incrementAndGet();
                    HttpAnswer answer = project.backend().post("/auth/authenticate", Map.of("authId", authId));
                    statuses.add(answer.status());
                    if (answer.status() == 200) {
                        promised.add(authId);
                    }
                }
            });
        }
        for (int cut = 0; cut < 2; cut++) {
            Await.pause(Duration.ofMillis(300));
            SERVER.proxy().cut();
            Await.pause(Duration.ofMillis(200));
            SERVER.proxy().restore();
            Await.until(() -> SERVER.anonymous().get("/ready"), answer -> answer.status() == 200);
        }
        going.set(false);
        for (Thread member : crowd) {
            member.join();
        }

        assertThat(statuses).contains(200, 503).isSubsetOf(200, 503);
        assertThat(promised).isNotEmpty();
        long users = count("identity.users u where auth_id like 'flood-%'");
        assertThat(users).isGreaterThanOrEqualTo(promised.size());
        assertThat(count("custody.wallets w join identity.users u on u.id = w.user_id where u.auth_id like 'flood-%'"))
                .isEqualTo(users);
        assertThat(count("custody.keys k join custody.wallets w on w.id = k.id where w.project_id = '" + project.id()
                        + "'"))
                .isEqualTo(count("custody.keys where project_id = '" + project.id() + "'"));
        assertThat(count("platform.audit_events e join identity.users u on u.id::text = e.target_id"
                        + " where u.auth_id like 'flood-%' and e.type = 'user.register'"))
                .isEqualTo(users);
        assertThat(count("payments.accounts where project_id = '" + project.id() + "'"))
                .isEqualTo(count("custody.wallets where project_id = '" + project.id() + "'"));
        for (String authId : promised) {
            assertThat(count("identity.users where auth_id = '" + authId + "'")).isEqualTo(1);
        }
    }

    private static long count(String what) {
        return SERVER.database().queryLong("select count(*) from " + what);
    }
}
