package dev.latchkey.identity.signin;

import dev.latchkey.identity.session.Session;
import dev.latchkey.identity.session.SessionStore;
import dev.latchkey.identity.user.User;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.mail.Letter;
import dev.latchkey.platform.mail.MailQueue;
import java.util.HashMap;
import java.util.Map;

/** Tells users of sign-ins from devices that none of their sessions is on (auth-api.md 10). */
public final class NewDevices {

    private final MailQueue mail;

    public NewDevices(MailQueue mail) {
        this.mail = mail;
    }

    void signedIn(Transaction tx, SessionStore.Stored stored, Session session) {
        User user = stored.user();
        if (user.email() == null || !user.emailVerified() || !stored.isOnNewDevice()) {
            return;
        }
        Map<String, String> facts = new HashMap<>();
        facts.put("login_time", tx.now().toString());
        if (session.ip() != null) {
            facts.put("ip_address", session.ip());
        }
        mail.enqueue(
                tx, new Letter("email.security_alert", user.email(), user.displayName(), user.language(), facts, null));
    }
}
