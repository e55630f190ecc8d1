package dev.latchkey.identity.mailbox;

import dev.latchkey.identity.session.AuthUser;
import dev.latchkey.identity.signin.AuthCallback;
import dev.latchkey.identity.signin.UserLifecycle;
import dev.latchkey.identity.token.OneTimeTokens;
import dev.latchkey.identity.user.User;
import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Origin;
import java.util.Locale;
import java.util.UUID;

/** What it means that somebody has a token that was mailed to a user: the mailbox is theirs, and so is the address. */
public final class Mailboxes {

    private final MailboxStore store = new MailboxStore();
    private final OneTimeTokens tokens;
    private final UserLifecycle lifecycle;

    private final AuthCallback callback;

    public Mailboxes(OneTimeTokens tokens, UserLifecycle lifecycle, AuthCallback callback) {
        this.tokens = tokens;
        this.lifecycle = lifecycle;
        this.callback = callback;
    }

    /**
     * A user whose address is proved.
     *
     * @param isFirst whether it was not before
     */
    public record Proved(User user, boolean isFirst) {}

    /**
     * Uses the token up and proves the address of its user. A user who waited for that is new to upper rooms and to the
     * host application only now.
     *
     * @throws ApiException 400 when the token is unknown, used, expired, of another kind or project, or its user has
     *     another address by now or is gone
     */
    public Proved prove(Transaction tx, LinkKind kind, UUID projectId, String token, Origin origin) {
        OneTimeTokens.Redeemed redeemed =
                tokens.redeem(tx, projectId, kind.token(), token).orElseThrow(Mailboxes::invalidLink);
        User user = store.lock(tx.sql(), projectId, redeemed.userId(), Links.address(redeemed))
                .orElseThrow(Mailboxes::invalidLink);
        MailboxStore.Row row = store.prove(tx.sql(), user.id(), tx.now());
        if (row.wasWaiting()) {
            lifecycle.userRegistered(tx, row.user(), null);
            tx.afterCommit(() -> callback.onRegistered(new AuthCallback.Event(
                    AuthUser.of(row.user()), "email", true, null, origin.ip(), origin.userAgent())));
        }
        if (!row.wasVerified()) {
            tx.audit(AuditEvent.success("user.email_verified", origin, projectId, "user", user.id())
                    .with("by", kind.token().name().toLowerCase(Locale.ROOT)));
        }
        return new Proved(row.user(), !row.wasVerified());
    }

    /** 400 for every token that does not work, whatever the reason. */
    public static ApiException invalidLink() {
        return ApiException.invalid("The link is invalid, was used before or has expired; ask for a new one");
    }
}
