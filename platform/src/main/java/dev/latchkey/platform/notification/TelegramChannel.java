package dev.latchkey.platform.notification;

import dev.latchkey.platform.configuration.Secret;
import dev.latchkey.platform.outbound.JsonClient;
import dev.latchkey.platform.outbox.PermanentFailure;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.regex.Pattern;

/** A Telegram chat, written to by a bot in its Markdown dialect. */
final class TelegramChannel implements NotificationChannel {

    private record Body(String chat_id, String text, String parse_mode, boolean disable_web_page_preview) {}

    private static final Pattern MARKDOWN = Pattern.compile("[_*`\\[\\\\]");

    private final URI address;
    private final String chat;
    private final JsonClient client;

    TelegramChannel(URI base, Secret botToken, String chat, JsonClient client) {
        this.address =
                URI.create(base.toString().replaceFirst("/+$", "") + "/bot" + botToken.reveal() + "/sendMessage");
        this.chat = chat;
        this.client = client;
    }

    @Override
    public void post(Notice notice) throws Exception {
        JsonClient.Answer answer = client.post(address, Map.of(), new Body(chat, text(notice), "Markdown", true));
        if (answer.status() == 400) {
            throw new PermanentFailure("Telegram refuses the notification: 400");
        }
        if (!answer.isSuccess()) {
            throw new IOException("Telegram answers " + answer.status());
        }
    }

    private static String text(Notice notice) {
        StringBuilder text = new StringBuilder()
                .append(mark(notice.severity()))
                .append(" *")
                // Inside bold text nothing can be escaped.
                .append(MARKDOWN.matcher(notice.title()).replaceAll(" "))
                .append("*\n")
                .append(escape(notice.body()));
        notice.fields().forEach(field -> text.append('\n')
                .append(escape(field.name()))
                .append(": ")
                .append(escape(field.value())));
        return text.toString();
    }

    private static String mark(Severity severity) {
        return switch (severity) {
            case INFO -> "🔵";
            case WARN -> "🟡";
            case CRITICAL -> "🔴";
        };
    }

    private static String escape(String text) {
        return MARKDOWN.matcher(text).replaceAll("\\\\$0");
    }
}
