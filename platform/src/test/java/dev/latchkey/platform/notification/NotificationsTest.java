package dev.latchkey.platform.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.latchkey.platform.configuration.Configuration;
import dev.latchkey.platform.configuration.Environment;
import dev.latchkey.platform.configuration.Problem;
import dev.latchkey.platform.configuration.Profile;
import dev.latchkey.platform.configuration.SettingCatalogue;
import dev.latchkey.platform.configuration.Settings;
import dev.latchkey.platform.json.Json;
import dev.latchkey.platform.mail.LogLines;
import dev.latchkey.platform.mail.RecordingApi;
import dev.latchkey.platform.outbox.Notification;
import dev.latchkey.platform.outbox.PermanentFailure;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What the operator is told, where, and what is kept from the channels. */
final class NotificationsTest {

    private static final String BOT = "123456:bot-token_that-stays-secret";

    @SuppressWarnings("NullAway.Init")
    private RecordingApi api;

    @BeforeEach
    void open() throws IOException {
        api = new RecordingApi().answer(204, "");
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void discordGetsAnEmbedColouredBySeverityAndCriticalOnesCallPeople() throws Exception {
        deliver(discord(), "notify.token_reuse", critical(Map.of("user_id", "42")));
        assertThat(api.last().path()).isEqualTo("/hook/1");
        assertThat(api.last().body()).isEqualTo(Json.read("""
                {"content":"@here","embeds":[{"title":"Refresh token reused","description":"Its sessions were ended.",
                  "color":15158332,"fields":[{"name":"user\\\\_id","value":"42","inline":true}]}],
                 "allowed_mentions":{"parse":["everyone"]}}
                """));
        for (Map.Entry<String, Integer> severity :
                Map.of("info", 0x3498DB, "warn", 0xF1C40F).entrySet()) {
            deliver(discord(), "notify.x", new Notification(severity.getKey(), "T", "B", Map.of(), null));
            assertThat(api.last().body().at("/embeds/0/color").intValue()).isEqualTo(severity.getValue());
            assertThat(api.last().body().at("/content").asString()).isEmpty();
            assertThat(api.last().body().at("/allowed_mentions/parse").size()).isZero();
        }
    }

    @Test
    void telegramGetsMarkdownWhereDiscordIsNotSet() throws Exception {
        api.answer(200, "{\"ok\":true}");
        deliver(telegram(), "notify.token_reuse", critical(Map.of("user_id", "a_b*c")));
        assertThat(api.last().path()).isEqualTo("/bot" + BOT + "/sendMessage");
        assertThat(api.last().body()).isEqualTo(Json.read("""
                {"chat_id":"-100","parse_mode":"Markdown","disable_web_page_preview":true,
                 "text":"🔴 *Refresh token reused*\\nIts sessions were ended.\\nuser\\\\_id: a\\\\_b\\\\*c"}
                """));
        api.calls.clear();
        Map<String, String> both = new LinkedHashMap<>(telegram());
        both.putAll(discord());
        api.answer(204, "");
        deliver(both, "notify.token_reuse", critical(Map.of()));
        assertThat(api.calls).singleElement().satisfies(call -> assertThat(call.path())
                .isEqualTo("/hook/1"));
    }

    @Test
    void otherPeoplesTextBecomesNeitherLinkNorMention() throws Exception {
        Map<String, String> hostile = Map.of("email", "@everyone [win](https://evil.example) <@123> `x`\n**b**");
        deliver(discord(), "notify.login_threshold", critical(hostile));
        assertThat(api.last().body().at("/embeds/0/fields/0/value").asString())
                .isEqualTo("\\@everyone \\[win\\]\\(https\\://evil.example\\) \\<\\@123\\> \\`x\\` \\*\\*b\\*\\*");
        api.answer(200, "{\"ok\":true}");
        deliver(telegram(), "notify.login_threshold", critical(hostile));
        assertThat(api.last().body().at("/text").asString()).contains("\\[win](https://evil.example)", "\\*\\*b");
    }

    @Test
    void metadataIsCutAndWhatLooksSecretIsReplaced() {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("email", "x".repeat(30) + " " + "y ".repeat(200));
        metadata.put("refreshToken", "short");
        metadata.put("api_key", "short");
        metadata.put("note", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.c2lnbmF0dXJl");
        metadata.put("agent", "A".repeat(40));
        metadata.put("sixth", "never shown");
        List<Notice.Field> fields =
                Notice.of("notify.x", json(critical(metadata))).fields();
        assertThat(fields)
                .extracting(Notice.Field::name)
                .containsExactly("email", "refreshToken", "api_key", "note", "agent");
        assertThat(fields.getFirst().value()).hasSize(160).endsWith("…");
        assertThat(fields.subList(1, 5)).extracting(Notice.Field::value).containsOnly("[redacted]");
        for (String name : List.of("Authorization", "set-cookie", "client_secret", "old_password", "SIGNING_KEY")) {
            assertThat(Redaction.of(name, "v")).as(name).isEqualTo("[redacted]");
        }
        for (String harmless : List.of(
                "192.0.2.7", "6e7c4f5e-6a1b-4c55-8d5e-0f6f4f5b7a10", "GDQP2KPQGKIHYJGXNUIYOMHARUARCA7DJT", "a.b.c")) {
            assertThat(Redaction.of("x", harmless)).isEqualTo(harmless);
        }
    }

    @Test
    void everyTopicIsDeliveredWhateverItsPayload() throws Exception {
        for (String payload : List.of("{}", "[]", "null", "{\"metadata\":{\"a\":null,\"b\":{\"c\":1}},\"title\":7}")) {
            try (Notifications notifications = new Notifications(settings(discord()))) {
                notifications.deliver(1, "notify.brand_new", Json.read(payload));
            }
        }
        assertThat(api.calls).hasSize(4);
        assertThat(api.calls.getFirst().body().at("/embeds/0/title").asString()).isEqualTo("notify.brand\\_new");
    }

    @Test
    void theLogHasItInAnyCaseWithoutSecrets() throws Exception {
        try (LogLines log = LogLines.of("latchkey.notifications")) {
            deliver(Map.of(), "notify.token_reuse", critical(Map.of("user_id", "42", "token", "abc")));
            assertThat(log.text())
                    .startsWith("ERROR notify.token_reuse message=1 Refresh token reused")
                    .contains("42", "[redacted]")
                    .doesNotContain("abc");
        }
        assertThat(api.calls).isEmpty();
    }

    @Test
    void theOrganizationIsNamed() {
        Notification notification = new Notification("warn", "Role changed", "", Map.of(), "acme");
        assertThat(Notice.of("notify.role_change", json(notification)).title()).isEqualTo("Role changed (acme)");
    }

    @Test
    void aChannelThatRefusesIsHopelessAndOneThatIsAwayIsNot() {
        for (Map<String, String> channel : List.of(discord(), telegram())) {
            for (int status : List.of(401, 404, 429, 500)) {
                api.answer(status, "{}");
                assertThat(catchThrowable(() -> deliver(channel, "notify.x", critical(Map.of()))))
                        .isInstanceOf(IOException.class)
                        .hasMessageNotContaining("secret");
            }
            api.answer(400, "{}");
            assertThat(catchThrowable(() -> deliver(channel, "notify.x", critical(Map.of()))))
                    .isInstanceOf(PermanentFailure.class);
        }
        api.close();
        assertThat(catchThrowable(() -> deliver(telegram(), "notify.x", critical(Map.of()))))
                .isInstanceOf(IOException.class)
                .hasMessageNotContaining("secret");
    }

    @Test
    void presentButEmptyOrHalfStopsTheStart() {
        assertThat(problems(Profile.DEV, Map.of())).isEmpty();
        assertThat(problems(Profile.DEV, Map.of("DISCORD_WEBHOOK_URL", ""))).containsExactly("DISCORD_WEBHOOK_URL");
        assertThat(problems(Profile.DEV, Map.of("TELEGRAM_BOT_TOKEN", "", "TELEGRAM_CHAT_ID", "1")))
                .containsExactly("TELEGRAM_BOT_TOKEN");
        assertThat(problems(Profile.DEV, Map.of("TELEGRAM_BOT_TOKEN", BOT, "TELEGRAM_CHAT_ID", " ")))
                .containsExactly("TELEGRAM_CHAT_ID");
        assertThat(problems(Profile.DEV, Map.of("TELEGRAM_BOT_TOKEN", BOT))).containsExactly("TELEGRAM_BOT_TOKEN");
        assertThat(problems(Profile.SERVE, Map.of("DISCORD_WEBHOOK_URL", "http://discord.example/x")))
                .containsExactly("DISCORD_WEBHOOK_URL");
        assertThat(problems(Profile.SERVE, Map.of("DISCORD_WEBHOOK_URL", "https://discord.example/x")))
                .isEmpty();
    }

    private static List<String> problems(Profile profile, Map<String, String> values) {
        return Configuration.read(
                        SettingCatalogue.of(List.of(NotificationSettings.GROUP)), profile, Environment.of(values))
                .problems()
                .stream()
                .map(Problem::name)
                .toList();
    }

    private Map<String, String> discord() {
        return Map.of("DISCORD_WEBHOOK_URL", api.url() + "/hook/1");
    }

    private Map<String, String> telegram() {
        return Map.of(
                "TELEGRAM_BOT_TOKEN", BOT, "TELEGRAM_CHAT_ID", "-100", "LATCHKEY_TELEGRAM_API_URL", api.url() + "/");
    }

    private static Settings settings(Map<String, String> values) {
        return Settings.of(Profile.DEV, values, NotificationSettings.GROUP);
    }

    private static void deliver(Map<String, String> settings, String topic, Notification notification)
            throws Exception {
        try (Notifications notifications = new Notifications(settings(settings))) {
            notifications.deliver(1, topic, json(notification));
        }
    }

    private static Notification critical(Map<String, String> metadata) {
        return Notification.critical("Refresh token reused", "Its sessions were ended.", metadata);
    }

    private static JsonNode json(Notification notification) {
        return Json.read(Json.write(notification));
    }
}
