package dev.latchkey.identity.verification;

import dev.latchkey.identity.mailbox.LinkKind;
import dev.latchkey.identity.mailbox.LinkRequests;
import dev.latchkey.identity.mailbox.Mailboxes;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.http.Origin;
import java.util.Map;
import java.util.UUID;

/** Proves addresses by a link (auth-api.md 10). */
final class Verification {

    private final Database database;
    private final LinkRequests requests;
    private final Mailboxes mailboxes;

    Verification(Database database, LinkRequests requests, Mailboxes mailboxes) {
        this.database = database;
        this.requests = requests;
        this.mailboxes = mailboxes;
    }

    /** Sends another link where the address is somebody's and not verified; nothing tells whether it did. */
    void request(UUID projectId, String email, Origin origin) {
        requests.request(LinkKind.VERIFICATION, projectId, email, user -> !user.emailVerified(), Map.of(), origin);
    }

    /** Throws 400 for a link that does not work. */
    void verify(UUID projectId, String token, Origin origin) {
        database.run(tx -> mailboxes.prove(tx, LinkKind.VERIFICATION, projectId, token, origin));
    }
}
