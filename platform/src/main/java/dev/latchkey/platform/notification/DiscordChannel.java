package dev.latchkey.platform.notification;

import dev.latchkey.platform.outbound.JsonClient;
import dev.latchkey.platform.outbox.PermanentFailure;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A Discord webhook: one embed a notification, coloured by severity; critical ones call everybody who is there. */
final class DiscordChannel implements NotificationChannel {

    private record Body(String content, List<Embed> embeds, AllowedMentions allowed_mentions) {}

    private record Embed(String title, String description, int color, List<EmbedField> fields) {}

    private record EmbedField(String name, String value, boolean inline) {}

    /** Whom the text may really call; everything else stays text. */
    private record AllowedMentions(List<String> parse) {}

    private static final Pattern MARKDOWN = Pattern.compile("[\\\\*_~`|>\\[\\]()#@<:-]");

    private final URI webhook;
    private final JsonClient client;

    DiscordChannel(URI webhook, JsonClient client) {
        this.webhook = webhook;
        this.client = client;
    }

    @Override
    public void post(Notice notice) throws Exception {
        JsonClient.Answer answer = client.post(webhook, Map.of(), body(notice));
        if (answer.status() == 400) {
            throw new PermanentFailure("Discord refuses the notification: 400");
        }
        if (!answer.isSuccess()) {
            throw new IOException("Discord answers " + answer.status());
        }
    }

    private static Body body(Notice notice) {
        boolean critical = notice.severity() == Severity.CRITICAL;
        List<EmbedField> fields = notice.fields().stream()
                .map(field -> new EmbedField(escape(field.name()), escape(field.value()), true))
                .toList();
        return new Body(
                critical ? "@here" : "",
                List.of(new Embed(
                        escape(notice.title()),
                        escape(notice.body()),
                        notice.severity().colour(),
                        fields)),
                new AllowedMentions(critical ? List.of("everyone") : List.of()));
    }

    /** Other people's text must not become a link or a mention; an empty value is not allowed at all. */
    private static String escape(String text) {
        return text.isEmpty() ? "-" : MARKDOWN.matcher(text).replaceAll("\\\\$0");
    }
}
