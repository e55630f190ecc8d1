package dev.latchkey.platform.mail;

import dev.latchkey.platform.crypto.DecryptionException;
import dev.latchkey.platform.crypto.EnvelopeCipher;
import dev.latchkey.platform.outbox.OutboxReceiver;
import dev.latchkey.platform.outbox.PermanentFailure;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Opens a letter of one kind, gives it words and hands it to the mail service. */
final class LetterDelivery implements OutboxReceiver {

    private final LetterKind kind;
    private final EnvelopeCipher cipher;
    private final LetterWriter writer;
    private final EmailService service;
    private final Clock clock;

    LetterDelivery(LetterKind kind, EnvelopeCipher cipher, LetterWriter writer, EmailService service, Clock clock) {
        this.kind = kind;
        this.cipher = cipher;
        this.writer = writer;
        this.service = service;
        this.clock = clock;
    }

    @Override
    public String topic() {
        return kind.topic();
    }

    @Override
    public void deliver(long messageId, String topic, JsonNode payload) throws Exception {
        SealedLetter.Content content = open(topic, payload);
        requireFresh(content);
        service.send(message(content));
    }

    private SealedLetter.Content open(String topic, JsonNode payload) throws PermanentFailure {
        try {
            return SealedLetter.open(topic, payload, cipher);
        } catch (DecryptionException changed) {
            // A key that is not configured may come back; anything else stays as it is.
            if (changed.reason() == DecryptionException.Reason.INVALID_KEY) {
                throw changed;
            }
            throw new PermanentFailure("the stored letter does not open", changed);
        } catch (IllegalArgumentException notBase64) {
            throw new PermanentFailure("the stored letter does not open", notBase64);
        }
    }

    /** A link that works no more helps nobody. */
    private void requireFresh(SealedLetter.Content content) throws PermanentFailure {
        Optional<Duration> lifetime =
                kind.validity().map(usual -> usual.of(content.facts()).duration());
        if (lifetime.isPresent() && !clock.instant().isBefore(content.queuedAt().plus(lifetime.get()))) {
            throw new PermanentFailure("the link in it expired before it could be delivered");
        }
    }

    private MailMessage message(SealedLetter.Content content) throws PermanentFailure {
        try {
            return writer.write(content.letter(kind.topic()), content.id().toString());
        } catch (UnsendableException unsendable) {
            throw new PermanentFailure(String.valueOf(unsendable.getMessage()), unsendable);
        }
    }
}
