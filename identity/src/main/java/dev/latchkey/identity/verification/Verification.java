package dev.latchkey.identity.verification;

import dev.latchkey.identity.mailbox.LinkKind;
import dev.latchkey.identity.mailbox.LinkRequests;
import dev.latchkey.identity.mailbox.Mailboxes;
import dev.latchkey.identity.token.OneTimeTokens;
import dev.latchkey.identity.verification.ChosenPassword.Unproved;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Origin;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Proves addresses by a link (auth-api.md 10). */
final class Verification {

    private final Database database;
    private final LinkRequests requests;
    private final OneTimeTokens tokens;
    private final Mailboxes mailboxes;
    private final ChosenPassword chosen;

    Verification(
            Database database,
            LinkRequests requests,
            OneTimeTokens tokens,
            Mailboxes mailboxes,
            ChosenPassword chosen) {
        this.database = database;
        this.requests = requests;
        this.tokens = tokens;
        this.mailboxes = mailboxes;
        this.chosen = chosen;
    }

    /** Sends another link where the address is somebody's and not verified; nothing tells whether it did. */
    void request(UUID projectId, String email, Origin origin) {
        requests.request(LinkKind.VERIFICATION, projectId, email, user -> !user.emailVerified(), Map.of(), origin);
    }

    /**
     * Proves the address, and with it the password that was chosen for it.
     *
     * @throws ApiException 400 for a link that does not work, 409 where the password has to be given, 401 for another one:
     *     then the link still works
     */
    void verify(UUID projectId, String token, ChosenPassword.Shown shown, Origin origin) {
        Optional<Unproved> looked = database.write(tx -> unproved(tx, projectId, token));
        looked.ifPresent(account -> chosen.require(account, shown, origin));
        database.run(tx -> {
            if (!unproved(tx, projectId, token)
                    .map(Unproved::passwordHash)
                    .equals(looked.map(Unproved::passwordHash))) {
                throw ApiException.conflict("The account was changed by another call; try again");
            }
            mailboxes.prove(tx, LinkKind.VERIFICATION, projectId, token, origin);
        });
    }

    private Optional<Unproved> unproved(Transaction tx, UUID projectId, String token) {
        OneTimeTokens.Redeemed link =
                tokens.peek(tx, projectId, LinkKind.VERIFICATION.token(), token).orElseThrow(Mailboxes::invalidLink);
        return chosen.of(tx, link.userId());
    }
}
