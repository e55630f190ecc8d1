package dev.latchkey.platform.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.latchkey.platform.configuration.HttpSettings;
import dev.latchkey.platform.configuration.Profile;
import dev.latchkey.platform.configuration.Settings;
import dev.latchkey.platform.crypto.Aead;
import dev.latchkey.platform.crypto.DecryptionException;
import dev.latchkey.platform.crypto.EnvelopeCipher;
import dev.latchkey.platform.crypto.LocalKeyEncryptionKeys;
import dev.latchkey.platform.crypto.MasterKey;
import dev.latchkey.platform.crypto.SecretMemory;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.TestDatabases;
import dev.latchkey.platform.json.Json;
import dev.latchkey.platform.outbox.OutboxWorker;
import dev.latchkey.testkit.DatabaseExtension;
import dev.latchkey.testkit.TestClock;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A letter's way: with the act into the outbox, sealed; out of it to a mail server, once. */
final class LetterDeliveryTest {

    private static final SecretMemory MEMORY = new SecretMemory(8, Duration.ofSeconds(5));
    private static final String TOKEN = "token-in-the-link";
    private static final String TO = "ada@example.com";

    @RegisterExtension
    final DatabaseExtension databases = TestDatabases.migrated();

    private final TestClock clock = TestClock.at("2026-11-22T05:00:00Z");
    private final EnvelopeCipher cipher = cipher();
    private final AtomicInteger woken = new AtomicInteger();
    private final List<AutoCloseable> open = new ArrayList<>();
    private Database database;

    @BeforeEach
    void open() {
        database = TestDatabases.open(databases.database().url(), clock);
        open.add(database);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable part : open.reversed()) {
            part.close();
        }
    }

    @Test
    void theDatabaseKnowsNeitherRecipientNorLink() {
        enqueue(queue(), letter("email.password_reset", TOKEN));
        String row = text("select o::text from platform.outbox o");
        assertThat(row).contains("email.password_reset").doesNotContain(TOKEN, TO, "ada", "Ada Lovelace");
        assertThat(text("select string_agg(k, ',') from platform.outbox, jsonb_object_keys(payload) k"))
                .isEqualTo("sealed");
        assertThat(woken).as("the outbox is woken once the act is stored").hasValue(1);
    }

    @Test
    void nothingIsQueuedWhenTheActIsRolledBack() {
        assertThatThrownBy(() -> database.run(tx -> {
                    queue().enqueue(tx, letter("email.password_reset", TOKEN));
                    throw new IllegalStateException("the act fails");
                }))
                .hasMessage("the act fails");
        assertThat(text("select count(*) from platform.outbox")).isEqualTo("0");
        assertThat(woken).hasValue(0);
    }

    @Test
    void aLinkWithoutItsTokenAndAnUnknownKindAreMistakes() {
        assertThatThrownBy(() -> enqueue(queue(), letter("email.instant_link", null)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> enqueue(queue(), letter("email.unheard_of", TOKEN)))
                .isInstanceOf(IllegalArgumentException.class);
        enqueue(queue(), letter("email.password_changed", null));
    }

    @Test
    void everyKindIsDelivered() {
        Mail mail = mail(Map.of());
        OutboxWorker worker = worker(mail);
        for (LetterKind kind : LetterKind.values()) {
            enqueue(mail.queue(woken::incrementAndGet), letter(kind.topic(), TOKEN));
        }
        assertThat(worker.deliverDue()).isEqualTo(LetterKind.values().length);
        assertThat(text("select count(*) from platform.outbox where delivered_at is null"))
                .isEqualTo("0");
    }

    @Test
    void aMailServerThatIsAwayGetsTheMailOnceItIsBackAndOnlyOnce() {
        GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        int port = server.getSmtp().getPort();
        server.stop();
        Mail mail = mail(Map.of(
                "SMTP_HOST",
                "localhost",
                "SMTP_PORT",
                String.valueOf(port),
                "SMTP_TLS",
                "none",
                "EMAIL_FROM",
                "hello@app.example",
                "FRONTEND_URL",
                "https://app.example"));
        OutboxWorker worker = worker(mail);
        enqueue(mail.queue(woken::incrementAndGet), letter("email.password_reset", TOKEN));

        assertThat(worker.deliverDue()).isEqualTo(1);
        assertThat(text("select last_error from platform.outbox")).isNotBlank().doesNotContain(TOKEN);
        GreenMail again = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        again.start();
        try {
            assertThat(worker.deliverDue()).as("not before its time").isZero();
            clock.advance(Duration.ofSeconds(30));
            assertThat(worker.deliverDue()).isEqualTo(1);
            clock.advance(Duration.ofHours(1));
            assertThat(worker.deliverDue()).isZero();
            assertThat(again.getReceivedMessages()).hasSize(1);
            assertThat(com.icegreen.greenmail.util.GreenMailUtil.getBody(again.getReceivedMessages()[0]))
                    .contains("reset-password?token=" + TOKEN);
        } finally {
            again.stop();
        }
    }

    @Test
    void aRefusedRecipientIsDeadAtOnce() throws Exception {
        try (SmtpFront front = SmtpFront.answering(verb -> verb.equals("RCPT") ? "550 no such user" : "")) {
            Mail mail = mail(Map.of(
                    "SMTP_HOST",
                    "localhost",
                    "SMTP_PORT",
                    String.valueOf(front.port()),
                    "SMTP_TLS",
                    "none",
                    "EMAIL_FROM",
                    "hello@app.example"));
            OutboxWorker worker = worker(mail);
            enqueue(mail.queue(woken::incrementAndGet), letter("email.password_changed", null));
            worker.deliverDue();
            assertThat(text("select last_error from platform.outbox where dead_at is not null and attempts = 1"))
                    .isEqualTo("the mail server refuses the recipient: 550");
        }
    }

    @Test
    void aLinkThatHasExpiredIsNotSentAnyMore() {
        Mail mail = mail(Map.of());
        OutboxWorker worker = worker(mail);
        enqueue(mail.queue(woken::incrementAndGet), letter("email.instant_link", TOKEN));
        enqueue(mail.queue(woken::incrementAndGet), letter("email.password_changed", null));
        clock.advance(Duration.ofMinutes(15));
        worker.deliverDue();
        assertThat(text("select topic || ' ' || last_error from platform.outbox where dead_at is not null"))
                .isEqualTo("email.instant_link the link in it expired before it could be delivered");
        assertThat(text("select topic from platform.outbox where delivered_at is not null"))
                .isEqualTo("email.password_changed");
    }

    @Test
    void aLetterToWhatIsNoAddressIsDeadAtOnce() {
        Mail mail = mail(Map.of());
        OutboxWorker worker = worker(mail);
        String address = "ada@example.com\r\nBcc: eve@example.com";
        enqueue(
                mail.queue(woken::incrementAndGet),
                new Letter("email.password_changed", address, null, null, Map.of(), null));
        worker.deliverDue();
        assertThat(text("select last_error from platform.outbox where dead_at is not null"))
                .isEqualTo("the address cannot be sent to");
    }

    @Test
    void aSealedLetterOpensForItsOwnTopicOnly() {
        SealedLetter sealed = SealedLetter.seal(letter("email.password_reset", TOKEN), clock.instant(), cipher);
        var payload = Json.read(Json.write(sealed));
        assertThat(SealedLetter.open("email.password_reset", payload, cipher).token())
                .isEqualTo(TOKEN);
        assertThatThrownBy(() -> SealedLetter.open("email.verification", payload, cipher))
                .isInstanceOf(DecryptionException.class);
        assertThatThrownBy(() -> SealedLetter.open("email.password_reset", payload, cipher()))
                .as("another installation's key")
                .isInstanceOf(DecryptionException.class);
    }

    @Test
    void aRowThatWasTamperedWithIsDeadAtOnce() {
        Mail mail = mail(Map.of());
        OutboxWorker worker = worker(mail);
        enqueue(mail.queue(woken::incrementAndGet), letter("email.password_reset", TOKEN));
        databases.database().execute("update platform.outbox set topic = 'email.verification'");
        enqueue(mail.queue(woken::incrementAndGet), letter("email.password_reset", TOKEN));
        databases.database().execute("update platform.outbox set payload = '{\"sealed\":\"%%\"}' where id = 2");
        enqueue(mail.queue(woken::incrementAndGet), letter("email.password_reset", TOKEN));
        databases.database().execute("update platform.outbox set payload = '{}' where id = 3");
        worker.deliverDue();
        assertThat(text("select count(*) from platform.outbox where dead_at is not null and attempts = 1"))
                .isEqualTo("3");
    }

    @Test
    void inServeNothingConfiguredMeansALogLineWithoutWordsOrLink() {
        try (LogLines log = LogLines.of("latchkey.mail")) {
            Settings serve = Settings.of(Profile.SERVE, Map.of(), MailSettings.GROUP);
            Mail mail = new Mail(() -> serve, cipher, Optional.empty(), clock);
            open.add(mail);
            OutboxWorker worker = worker(mail);
            enqueue(mail.queue(woken::incrementAndGet), letter("email.password_reset", TOKEN));
            worker.deliverDue();
            assertThat(log.text())
                    .contains("email.password_reset", "a***@example.com", "not sent")
                    .doesNotContain(TOKEN, TO, "Ada", "http");
            assertThat(mail.routes()).isEmpty();
        }
    }

    @Test
    void inDevTheLinkIsPrintedAndTheServiceOfTheEmbeddingProgramIsUsed() {
        List<MailMessage> sent = new ArrayList<>();
        try (LogLines log = LogLines.of("latchkey.mail")) {
            Settings dev = Settings.of(Profile.DEV, Map.of(), MailSettings.GROUP, HttpSettings.GROUP);
            Mail mail = new Mail(() -> dev, cipher, Optional.of(sent::add), clock);
            open.add(mail);
            OutboxWorker worker = worker(mail);
            enqueue(mail.queue(woken::incrementAndGet), letter("email.password_reset", TOKEN));
            worker.deliverDue();
            assertThat(log.text()).contains("http://localhost:8080/auth/reset-password?token=" + TOKEN, "/dev/mail/1");
        }
        assertThat(sent).singleElement().satisfies(message -> {
            assertThat(message.to().address()).isEqualTo(TO);
            assertThat(message.kind()).isEqualTo("email.password_reset");
        });
    }

    private Letter letter(String kind, @Nullable String token) {
        return new Letter(kind, TO, "Ada Lovelace", null, Map.of("ip_address", "192.0.2.7"), token);
    }

    private MailQueue queue() {
        return new OutboxMailQueue(cipher, woken::incrementAndGet);
    }

    private void enqueue(MailQueue queue, Letter letter) {
        database.run(tx -> queue.enqueue(tx, letter));
    }

    private Mail mail(Map<String, String> values) {
        Settings settings = Settings.of(Profile.DEV, new HashMap<>(values), MailSettings.GROUP, HttpSettings.GROUP);
        Mail mail = new Mail(() -> settings, cipher, Optional.empty(), clock);
        open.add(mail);
        return mail;
    }

    private OutboxWorker worker(Mail mail) {
        OutboxWorker worker = new OutboxWorker(database, clock, mail.receivers());
        open.add(worker);
        return worker;
    }

    private static EnvelopeCipher cipher() {
        SecureRandom random = new SecureRandom();
        Aead aead = new Aead(random);
        MasterKey master = MasterKey.parse(MasterKey.generateText(random), MEMORY);
        return new EnvelopeCipher(new LocalKeyEncryptionKeys(master, 1, List.of(), aead, MEMORY), aead, MEMORY);
    }

    private String text(String query) {
        return databases.database().queryText(query);
    }
}
