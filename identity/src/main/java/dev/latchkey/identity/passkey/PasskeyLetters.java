package dev.latchkey.identity.passkey;

import dev.latchkey.identity.credential.CredentialKind;
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

    void added(Transaction tx, User user, CredentialKind kind, Origin origin) {
        send(tx, user, kind, "added", origin);
    }

    void regressed(Transaction tx, StoredPasskey passkey, Origin origin) {
        send(tx, passkey.owner(), passkey.kind(), "copy_refused", origin);
    }

    private void send(Transaction tx, User user, CredentialKind kind, String change, Origin origin) {
        if (user.email() == null || !user.emailVerified()) {
            return;
        }
        Map<String, String> facts = new HashMap<>();
        facts.put("credential", kind.wireName());
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
