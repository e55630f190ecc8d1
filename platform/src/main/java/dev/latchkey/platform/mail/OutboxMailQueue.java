package dev.latchkey.platform.mail;

import dev.latchkey.platform.crypto.EnvelopeCipher;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.outbox.OutboxMessage;
import java.time.Duration;

/** Puts letters into the outbox, sealed as a whole. */
final class OutboxMailQueue implements MailQueue {

    private final EnvelopeCipher cipher;
    private final Runnable wakeOutbox;

    OutboxMailQueue(EnvelopeCipher cipher, Runnable wakeOutbox) {
        this.cipher = cipher;
        this.wakeOutbox = wakeOutbox;
    }

    @Override
    public void enqueue(Transaction tx, Letter letter) {
        LetterKind kind = LetterKind.of(letter.kind());
        if (kind.validity().isPresent() && letter.token() == null) {
            throw new IllegalArgumentException(letter + " has a link that needs a token");
        }
        SealedLetter sealed = SealedLetter.seal(letter, tx.now(), cipher);
        tx.send(new OutboxMessage(kind.topic(), null, sealed, Duration.ZERO));
        tx.afterCommit(wakeOutbox);
    }
}
