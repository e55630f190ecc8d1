package dev.latchkey.platform.notification;

import dev.latchkey.platform.configuration.Settings;
import dev.latchkey.platform.outbound.JsonClient;
import dev.latchkey.platform.outbox.OutboxReceiver;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import tools.jackson.databind.JsonNode;

/** Receives every topic {@code notify.*}: writes it to the log, and to the channel that the settings name. */
public final class Notifications implements OutboxReceiver, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("latchkey.notifications");
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final JsonClient client = new JsonClient(TIMEOUT);
    private final Optional<NotificationChannel> channel;

    public Notifications(Settings settings) {
        this.channel = discord(settings).or(() -> telegram(settings));
    }

    @Override
    public String topic() {
        return "notify.*";
    }

    @Override
    public void deliver(long messageId, String topic, JsonNode payload) throws Exception {
        Notice notice = Notice.of(topic, payload);
        LOG.atLevel(level(notice.severity()))
                .log("{} message={} {}: {} {}", topic, messageId, notice.title(), notice.body(), notice.fields());
        if (channel.isPresent()) {
            channel.get().post(notice);
        }
    }

    @Override
    public void close() {
        client.close();
    }

    private Optional<NotificationChannel> discord(Settings settings) {
        return settings.find(NotificationSettings.DISCORD_WEBHOOK_URL)
                .map(webhook -> new DiscordChannel(webhook, client));
    }

    private Optional<NotificationChannel> telegram(Settings settings) {
        return settings.find(NotificationSettings.TELEGRAM_BOT_TOKEN)
                .map(token -> new TelegramChannel(
                        settings.get(NotificationSettings.TELEGRAM_API_URL),
                        token,
                        settings.get(NotificationSettings.TELEGRAM_CHAT_ID),
                        client));
    }

    private static Level level(Severity severity) {
        return switch (severity) {
            case INFO -> Level.INFO;
            case WARN -> Level.WARN;
            case CRITICAL -> Level.ERROR;
        };
    }
}
