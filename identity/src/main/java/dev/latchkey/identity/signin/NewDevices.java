package dev.latchkey.identity.signin;

import dev.latchkey.identity.device.LoginFacts;
import dev.latchkey.identity.session.Session;
import dev.latchkey.identity.session.SessionStore;
import dev.latchkey.identity.user.User;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.mail.Letter;
import dev.latchkey.platform.mail.MailQueue;
import java.util.Map;

/** Tells users of sign-ins from devices that none of their sessions is on (auth-api.md 10). */
public final class NewDevices {

    private final LoginFacts facts;
    private final MailQueue mail;

    public NewDevices(LoginFacts facts, MailQueue mail) {
        this.facts = facts;
        this.mail = mail;
    }

    void signedIn(Transaction tx, SessionStore.Stored stored, Session session) {
        User user = stored.user();
        if (user.email() == null || !user.emailVerified() || !stored.isOnNewDevice()) {
            return;
        }
        Map<String, String> known = facts.of(session.ip(), session.userAgent(), "login_time", tx.now());
        mail.enqueue(
                tx, new Letter("email.security_alert", user.email(), user.displayName(), user.language(), known, null));
    }
}
