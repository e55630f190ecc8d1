package dev.latchkey.platform.mail;

import dev.latchkey.platform.database.Transaction;

/** Where rooms leave letters: delivered if and only if the act that causes them is stored. */
public interface MailQueue {

    void enqueue(Transaction tx, Letter letter);
}
