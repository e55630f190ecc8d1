package dev.latchkey.identity.mfa;

import dev.latchkey.identity.user.User;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.Origin;
import dev.latchkey.platform.mail.Letter;
import dev.latchkey.platform.mail.MailQueue;
import java.util.HashMap;
import java.util.Map;

/** Tells users by mail what became of their second factor; those without an address are told nothing. */
final class MfaLetters {

    private final MailQueue mail;

    MfaLetters(MailQueue mail) {
        this.mail = mail;
    }

    void enabled(Transaction tx, User user, Origin origin) {
        send(tx, user, "enabled", Map.of(), origin);
    }

    void disabled(Transaction tx, User user, Origin origin) {
        send(tx, user, "disabled", Map.of(), origin);
    }

    void recoveryCodeUsed(Transaction tx, User user, int remaining, Origin origin) {
        send(tx, user, "recovery_code_used", Map.of("remaining", String.valueOf(remaining)), origin);
    }

    void recoveryCodesReplaced(Transaction tx, User user, Origin origin) {
        send(tx, user, "recovery_codes_replaced", Map.of(), origin);
    }

    /** Also to an address that was never verified: its owner, whoever it is, had better know. */
    private void send(Transaction tx, User user, String change, Map<String, String> more, Origin origin) {
        if (user.email() == null) {
            return;
        }
        Map<String, String> facts = new HashMap<>(more);
        facts.put("credential", "totp");
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
