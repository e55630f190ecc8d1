package dev.latchkey.platform.mail;

import dev.latchkey.platform.configuration.HttpSettings;
import dev.latchkey.platform.configuration.Profile;
import dev.latchkey.platform.configuration.Settings;
import dev.latchkey.platform.crypto.EnvelopeCipher;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.outbound.JsonClient;
import dev.latchkey.platform.outbox.OutboxReceiver;
import dev.latchkey.platform.settings.Latest;
import java.net.URI;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * All of mail, from the act that causes a letter to the service that takes it. In {@code dev} and {@code demo} every mail
 * is also kept in memory and shown at {@code /dev/mail}.
 */
public final class Mail implements AutoCloseable {

    private final EnvelopeCipher cipher;
    private final JsonClient client = EmailServices.client();
    private final List<OutboxReceiver> receivers;
    private final List<Route> routes;

    /**
     * @param configuration asked for each letter: what is made of it is made anew when it has become another object
     * @param own the service of the program that embeds the server; empty for the one the settings choose
     */
    public Mail(Supplier<Settings> configuration, EnvelopeCipher cipher, Optional<EmailService> own, Clock clock) {
        this.cipher = cipher;
        Settings start = configuration.get();
        LetterWriter writer = new LetterWriter(
                new Latest<>(configuration, settings -> new LetterWriter.Sender(from(settings), frontend(settings))));
        Latest<Settings, Optional<EmailService>> real = new Latest<>(
                configuration, settings -> own.or(() -> new EmailServices(settings, client, clock).configured()));
        if (start.profile() == Profile.SERVE) {
            EmailService silent = new LoggingEmailService();
            this.receivers =
                    receivers(writer, message -> real.get().orElse(silent).send(message), clock);
            this.routes = List.of();
            return;
        }
        Mailbox mailbox = new Mailbox(clock);
        this.receivers = receivers(writer, new CapturingEmailService(mailbox, real), clock);
        this.routes = new DevMailRoutes(mailbox).routes();
    }

    /** Where rooms leave letters; {@code wakeOutbox} is called once one is stored. */
    public MailQueue queue(Runnable wakeOutbox) {
        return new OutboxMailQueue(cipher, wakeOutbox);
    }

    /** Deliver every kind of letter. */
    public List<OutboxReceiver> receivers() {
        return receivers;
    }

    /** The page of captured mail; none in {@code serve}. */
    public List<Route> routes() {
        return routes;
    }

    @Override
    public void close() {
        client.close();
    }

    private List<OutboxReceiver> receivers(LetterWriter writer, EmailService service, Clock clock) {
        return Arrays.stream(LetterKind.values())
                .<OutboxReceiver>map(kind -> new LetterDelivery(kind, cipher, writer, service, clock))
                .toList();
    }

    /** Without an application of its own, an installation for development has this server's pages of links. */
    private static URI frontend(Settings settings) {
        boolean development = settings.profile() != Profile.SERVE && !settings.isGiven(MailSettings.FRONTEND_URL);
        if (!development || settings.get(HttpSettings.PORT) == 0) {
            return settings.get(MailSettings.FRONTEND_URL);
        }
        return URI.create(
                "http://localhost:" + settings.get(HttpSettings.PORT) + settings.get(HttpSettings.AUTH_BASE_PATH));
    }

    private static MailAddress from(Settings settings) {
        String address = settings.find(MailSettings.POSTMARK_FROM_EMAIL)
                .filter(from -> settings.find(MailSettings.POSTMARK_API_TOKEN).isPresent())
                .orElseGet(() -> settings.get(MailSettings.EMAIL_FROM));
        return new MailAddress(address, settings.get(MailSettings.EMAIL_FROM_NAME));
    }
}
