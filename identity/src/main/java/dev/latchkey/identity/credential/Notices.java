package dev.latchkey.identity.credential;

import dev.latchkey.identity.user.User;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.Origin;
import dev.latchkey.platform.mail.Letter;
import dev.latchkey.platform.mail.MailQueue;
import java.util.HashMap;
import java.util.Map;

/** Tells users what happened to their account, at the address they had when it happened. */
public final class Notices {

    private final MailQueue mail;

    public Notices(MailQueue mail) {
        this.mail = mail;
    }

    public void passwordChanged(Transaction tx, User user, Origin origin) {
        send(tx, "email.password_changed", user, Map.of(), origin);
    }

    /**
     * Something about a way to sign in.
     *
     * @param credential a kind on the wire, or {@code email}
     * @param act what was done: {@code added}, {@code removed}, {@code changed}, {@code requested}, {@code
     *     copy_refused}
     */
    public void credentialChanged(Transaction tx, User user, String credential, String act, Origin origin) {
        send(tx, "email.credential_changed", user, Map.of("credential", credential, "change", act), origin);
    }

    private void send(Transaction tx, String kind, User user, Map<String, String> facts, Origin origin) {
        if (user.email() == null || !user.emailVerified()) {
            return;
        }
        Map<String, String> all = new HashMap<>(facts);
        all.put("event_time", tx.now().toString());
        if (origin.ip() != null) {
            all.put("ip_address", origin.ip());
        }
        mail.enqueue(tx, new Letter(kind, user.email(), user.displayName(), user.language(), all, null));
    }
}
