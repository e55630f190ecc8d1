package dev.latchkey.identity.verification;

import dev.latchkey.identity.credential.Notices;
import dev.latchkey.identity.mailbox.LinkKind;
import dev.latchkey.identity.mailbox.Links;
import dev.latchkey.identity.mailbox.MailLimits;
import dev.latchkey.identity.mailbox.Mailboxes;
import dev.latchkey.identity.token.OneTimeTokens;
import dev.latchkey.identity.token.TokenType;
import dev.latchkey.identity.user.EmailAddress;
import dev.latchkey.identity.user.Registry;
import dev.latchkey.identity.user.User;
import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.database.Violations;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Origin;
import java.time.Clock;
import java.util.EnumSet;

/**
 * Gives a signed-in user another address, in two steps: a link goes to the new one, and the same user opens it. A link is
 * worth nothing to anybody else who gets it: nobody ends up with a stranger's account under their address.
 */
final class AddressChange {

    private final Database database;
    private final AddressStore store;
    private final MailLimits limits;
    private final Links links;
    private final Notices notices;
    private final OneTimeTokens tokens;
    private final Registry registry;
    private final Clock clock;

    AddressChange(
            Database database,
            MailLimits limits,
            Links links,
            Notices notices,
            OneTimeTokens tokens,
            Registry registry,
            Clock clock) {
        this.database = database;
        this.store = new AddressStore();
        this.limits = limits;
        this.links = links;
        this.notices = notices;
        this.tokens = tokens;
        this.registry = registry;
        this.clock = clock;
    }

    /** Whether the new address has an account already shows in nothing but the mail it gets. */
    void request(User user, String email, Origin origin) {
        String address = strictly(email);
        if (address.equals(user.email()) && user.emailVerified()) {
            throw ApiException.invalid("This is your address already");
        }
        MailLimits.Count count = database.write(tx -> {
            MailLimits.Count counted = limits.count(tx, user.projectId(), LinkKind.ADDRESS_CHANGE, address, origin);
            if (!counted.refused()) {
                send(tx, user, address, origin);
            }
            return counted;
        });
        count.requireAddress(clock.instant());
        count.requireSource(clock.instant());
    }

    /** Throws 400 for a link that does not work for this user, 409 when the address has an account by now. */
    User apply(User user, String token, Origin origin) {
        try {
            return database.write(tx -> {
                OneTimeTokens.Redeemed redeemed = tokens.redeem(tx, user.projectId(), TokenType.EMAIL_CHANGE, token)
                        .filter(found -> found.userId().equals(user.id()))
                        .orElseThrow(Mailboxes::invalidLink);
                return change(tx, user, Links.address(redeemed), origin);
            });
        } catch (RuntimeException failure) {
            // Somebody took the address between our look and our update.
            throw Violations.isUnique(failure) ? Registry.emailExists() : failure;
        }
    }

    private void send(Transaction tx, User user, String address, Origin origin) {
        if (store.isTaken(tx.sql(), user.projectId(), user.id(), address)) {
            links.tellHolder(tx, address);
        } else {
            links.send(tx, LinkKind.ADDRESS_CHANGE, user, address);
        }
        notices.credentialChanged(tx, user, "email", "requested", origin);
        tx.audit(AuditEvent.success(LinkKind.ADDRESS_CHANGE.request(), origin, user.projectId(), "user", user.id()));
    }

    private User change(Transaction tx, User user, String address, Origin origin) {
        User before = store.lock(tx.sql(), user.projectId(), user.id()).orElseThrow(Mailboxes::invalidLink);
        registry.claim(tx, user.projectId(), address, true, user.id(), origin);
        User after = store.change(tx.sql(), user.id(), address, tx.now());
        // Whatever was mailed to the old address is void by now; here it also goes away.
        tokens.revoke(tx, user.id(), EnumSet.allOf(TokenType.class));
        notices.credentialChanged(tx, before, "email", "changed", origin);
        tx.audit(AuditEvent.success("user.email_changed", origin, user.projectId(), "user", user.id()));
        return after;
    }

    private static String strictly(String email) {
        try {
            return EmailAddress.parseStrictly(email).value();
        } catch (IllegalArgumentException refused) {
            throw ApiException.invalid("email " + refused.getMessage());
        }
    }
}
