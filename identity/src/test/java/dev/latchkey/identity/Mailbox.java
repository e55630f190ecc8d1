package dev.latchkey.identity;

import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.mail.Letter;
import dev.latchkey.platform.mail.MailQueue;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps the letters of acts that were stored. */
final class Mailbox implements MailQueue {

    final List<Letter> letters = new CopyOnWriteArrayList<>();

    @Override
    public void enqueue(Transaction tx, Letter letter) {
        tx.afterCommit(() -> letters.add(letter));
    }

    /** The newest letter of a kind to an address. */
    Letter last(String kind, String to) {
        return letters.stream()
                .filter(letter -> letter.kind().equals(kind) && letter.to().equals(to))
                .reduce((earlier, later) -> later)
                .orElseThrow(() -> new AssertionError("no " + kind + " to " + to + " among " + letters));
    }

    /** How many letters of a kind an address got. */
    long count(String kind, String to) {
        return letters.stream()
                .filter(letter -> letter.kind().equals(kind) && letter.to().equals(to))
                .count();
    }
}
