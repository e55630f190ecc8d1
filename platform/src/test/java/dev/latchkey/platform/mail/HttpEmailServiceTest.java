package dev.latchkey.platform.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.latchkey.platform.configuration.Secret;
import dev.latchkey.platform.json.Json;
import dev.latchkey.platform.outbound.JsonClient;
import dev.latchkey.platform.outbox.PermanentFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What each provider is sent, and which of its answers are hopeless. */
final class HttpEmailServiceTest {

    private static final String KEY = "key-that-stays-secret";
    private static final MailMessage MAIL = new MailMessage(
            new MailAddress("hello@app.example", "The \"App\""),
            MailAddress.of("ada@example.com"),
            "Your sign-in link",
            "<p>html</p>",
            "text",
            "email.instant_link",
            "ref-1");

    @SuppressWarnings("NullAway.Init")
    private RecordingApi api;

    private final JsonClient client = new JsonClient(Duration.ofSeconds(2));

    @BeforeEach
    void open() throws IOException {
        api = new RecordingApi();
    }

    @AfterEach
    void close() {
        api.close();
        client.close();
    }

    @Test
    void postmarkGetsItsFieldsAndNoTracking() throws Exception {
        api.answer(200, "{\"ErrorCode\":0,\"Message\":\"OK\"}");
        service(new Postmark(new Secret(KEY))).send(MAIL);
        RecordingApi.Call call = api.last();
        assertThat(call.method() + " " + call.path()).isEqualTo("POST /email");
        assertThat(call.headers())
                .containsEntry("x-postmark-server-token", KEY)
                .containsEntry("content-type", "application/json")
                .containsEntry("accept", "application/json");
        assertThat(call.body()).isEqualTo(Json.read("""
                {"From":"\\"The \\\\\\"App\\\\\\"\\" <hello@app.example>","To":"ada@example.com",
                 "Subject":"Your sign-in link","HtmlBody":"<p>html</p>","TextBody":"text","MessageStream":"outbound",
                 "Tag":"email.instant_link","TrackOpens":false,"TrackLinks":"None","Metadata":{"reference":"ref-1"}}
                """));
    }

    @Test
    void sendGridGetsItsFieldsAndNoTracking() throws Exception {
        api.answer(202, "");
        service(new SendGrid(new Secret(KEY))).send(MAIL);
        RecordingApi.Call call = api.last();
        assertThat(call.method() + " " + call.path()).isEqualTo("POST /v3/mail/send");
        assertThat(call.headers()).containsEntry("authorization", "Bearer " + KEY);
        assertThat(call.body()).isEqualTo(Json.read("""
                {"personalizations":[{"to":[{"email":"ada@example.com"}],"custom_args":{"reference":"ref-1"}}],
                 "from":{"email":"hello@app.example","name":"The \\"App\\""},"subject":"Your sign-in link",
                 "content":[{"type":"text/plain","value":"text"},{"type":"text/html","value":"<p>html</p>"}],
                 "categories":["email.instant_link"],"headers":{"Auto-Submitted":"auto-generated"},
                 "tracking_settings":{"click_tracking":{"enable":false},"open_tracking":{"enable":false}}}
                """));
    }

    @Test
    void resendGetsItsFieldsAndAKeyThatMakesASecondTryHarmless() throws Exception {
        api.answer(200, "{\"id\":\"49a3999c\"}");
        service(new Resend(new Secret(KEY))).send(MAIL);
        RecordingApi.Call call = api.last();
        assertThat(call.method() + " " + call.path()).isEqualTo("POST /emails");
        assertThat(call.headers())
                .containsEntry("authorization", "Bearer " + KEY)
                .containsEntry("idempotency-key", "ref-1");
        assertThat(call.body()).isEqualTo(Json.read("""
                {"from":"\\"The \\\\\\"App\\\\\\"\\" <hello@app.example>","to":["ada@example.com"],
                 "subject":"Your sign-in link","html":"<p>html</p>","text":"text",
                 "headers":{"Auto-Submitted":"auto-generated"},"tags":[{"name":"kind","value":"email_instant_link"}]}
                """));
    }

    @Test
    void whatIsWrongWithTheMailIsHopeless() {
        assertThat(refusal(new Postmark(new Secret(KEY)), 422, "{\"ErrorCode\":406,\"Message\":\"ada@example.com\"}"))
                .isInstanceOf(PermanentFailure.class)
                .hasMessage("Postmark answers 422 406");
        assertThat(refusal(new SendGrid(new Secret(KEY)), 400, "{\"errors\":[{\"field\":\"personalizations.0.to\"}]}"))
                .isInstanceOf(PermanentFailure.class)
                .hasMessage("SendGrid answers 400 personalizations.0.to");
        assertThat(refusal(new Resend(new Secret(KEY)), 422, "{\"name\":\"validation_error\",\"message\":\"to\"}"))
                .isInstanceOf(PermanentFailure.class)
                .hasMessage("Resend answers 422 validation_error");
    }

    @Test
    void whatAnOperatorOrTimeCanMendIsTriedAgain() {
        for (HttpEmailService.Provider provider : providers()) {
            for (int status : List.of(401, 403, 408, 409, 429, 500, 502, 503)) {
                assertThat(refusal(provider, status, "{\"ErrorCode\":10}"))
                        .as(provider.name() + " " + status)
                        .isInstanceOf(IOException.class);
            }
        }
        assertThat(refusal(new Postmark(new Secret(KEY)), 422, "{\"ErrorCode\":400}"))
                .as("sender signature not found")
                .isInstanceOf(IOException.class);
    }

    @Test
    void redirectsAreNotFollowed() {
        for (HttpEmailService.Provider provider : providers()) {
            api.calls.clear();
            assertThat(refusal(provider, 307, "")).isInstanceOf(IOException.class);
            assertThat(api.calls).hasSize(1);
        }
    }

    @Test
    void oddAnswersAreFailuresAndNothingSecretIsInAnyOfThem() {
        for (HttpEmailService.Provider provider : providers()) {
            for (String body : List.of("", "<html>", "null", "[]", "{\"errors\":[]}", "x".repeat(100_000))) {
                assertThat(refusal(provider, 500, body))
                        .as(provider.name())
                        .isInstanceOf(IOException.class)
                        .hasMessageNotContaining(KEY);
            }
        }
    }

    @Test
    void aProviderThatIsAwayIsTriedAgain() {
        api.close();
        for (HttpEmailService.Provider provider : providers()) {
            assertThat(catchThrowable(() -> service(provider).send(MAIL)))
                    .isInstanceOf(IOException.class)
                    .hasMessage("127.0.0.1 does not answer: ConnectException");
        }
    }

    private static List<HttpEmailService.Provider> providers() {
        Secret key = new Secret(KEY);
        return List.of(new Postmark(key), new SendGrid(key), new Resend(key));
    }

    private Throwable refusal(HttpEmailService.Provider provider, int status, String body) {
        api.answer(status, body);
        return catchThrowable(() -> service(provider).send(MAIL));
    }

    private EmailService service(HttpEmailService.Provider provider) {
        return new HttpEmailService(provider, api.url(), client);
    }
}
