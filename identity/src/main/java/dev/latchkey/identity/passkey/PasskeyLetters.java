package dev.latchkey.identity.passkey;

import dev.latchkey.identity.user.User;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.Origin;
import dev.latchkey.platform.mail.Letter;
import dev.latchkey.platform.mail.MailQueue;
import java.util.HashMap;
import java.util.Map;

/** Tells users what happens to their passkeys (NIST SP 800-63B-4 §4.6). */
final class PasskeyLetters {

    private final MailQueue mail;

    PasskeyLetters(MailQueue mail) {
        this.mail = mail;
    }

    void added(Transaction tx, User user, Origin origin) {
        send(tx, user, "added", origin);
    }

    void regressed(Transaction tx, User user, Origin origin) {
        send(tx, user, "copy_refused", origin);
    }

    private void send(Transaction tx, User user, String change, Origin origin) {
        if (user.email() == null || !user.emailVerified()) {
            return;
        }
        Map<String, String> facts = new HashMap<>();
        facts.put("credential", "webauthn_passkey");
        facts.put("change", change);
        facts.put("event_time", tx.now().toString());
        if (origin.ip() != null) {
            facts.put("ip_address", origin.ip());
        }
        mail.enqueue(
                tx,
                new Letter("email.credential_changed", user.email(), user.displayName(), user.language(), facts, null));
    }
}
