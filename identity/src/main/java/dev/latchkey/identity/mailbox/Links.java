package dev.latchkey.identity.mailbox;

import dev.latchkey.identity.token.OneTimeTokens;
import dev.latchkey.identity.user.User;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.mail.Letter;
import dev.latchkey.platform.mail.MailQueue;
import dev.latchkey.platform.settings.SystemSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Sends links. Each is bound to the address it goes to: it is void once its user has another one. */
public final class Links {

    private static final String ADDRESS = "email";

    private final OneTimeTokens tokens;
    private final MailQueue mail;
    private final SystemSettings settings;

    public Links(OneTimeTokens tokens, MailQueue mail, SystemSettings settings) {
        this.tokens = tokens;
        this.mail = mail;
        this.settings = settings;
    }

    /** The address that a token was mailed to. */
    public static String address(OneTimeTokens.Redeemed redeemed) {
        return redeemed.data().path(ADDRESS).asString("");
    }

    /** Sends a link; the user's older one of this kind ends. */
    public void send(Transaction tx, LinkKind kind, User user, String address) {
        send(tx, kind, user, address, Map.of());
    }

    /** As the other one, with more to be kept with the token. */
    public void send(Transaction tx, LinkKind kind, User user, String address, Map<String, ?> data) {
        Map<String, Object> kept = new HashMap<>(data);
        kept.put(ADDRESS, address);
        Duration lifetime = kind.lifetime(settings);
        String token = tokens.issue(tx, kind.token(), user, lifetime, kept);
        Map<String, String> facts = LinkKind.facts(lifetime);
        mail.enqueue(tx, new Letter(kind.letter(), address, user.displayName(), user.language(), facts, token));
    }

    /** Tells the holder of an address that somebody tried to register it. */
    public void tellHolder(Transaction tx, String address) {
        mail.enqueue(tx, new Letter("email.account_exists", address, null, null, Map.of(), null));
    }

    /** Sends nothing, by the same statement. */
    public void pretend(Transaction tx, LinkKind kind) {
        tokens.pretend(tx, kind.token(), kind.lifetime(settings));
    }
}
