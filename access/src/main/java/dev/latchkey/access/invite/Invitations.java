package dev.latchkey.access.invite;

import dev.latchkey.access.member.Memberships;
import dev.latchkey.access.organization.OrganizationStore;
import dev.latchkey.identity.user.Directory;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.jobs.Jobs.Job;
import dev.latchkey.platform.mail.MailQueue;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The whole of invitations: routes and recurring work. */
public final class Invitations {

    /** How long after their end invitations can still be looked up by support. */
    private static final Duration KEPT = Duration.ofDays(30);

    private final Database database;
    private final InviteStore store = new InviteStore();
    private final RecipientLimit limit = new RecipientLimit();
    private final List<Route> routes;

    /** @param lifetime how long an invitation can be accepted */
    public Invitations(
            Database database,
            OrganizationStore organizations,
            Memberships memberships,
            Directory directory,
            MailQueue mail,
            SecureRandom random,
            Clock clock,
            Duration lifetime,
            String basePath) {
        this.database = database;
        Invites invites = new Invites(store, limit, organizations, memberships, directory, mail, random, lifetime);
        Acceptance acceptance = new Acceptance(store, organizations, memberships, directory);
        this.routes = Stream.concat(
                        new InviteRoutes(database, store, invites, clock, basePath).routes().stream(),
                        new InvitationRoutes(database, store, acceptance, directory, clock, basePath).routes().stream())
                .toList();
    }

    public List<Route> routes() {
        return routes;
    }

    public Job cleanUp() {
        return new Job("access.invites", Duration.ofHours(1), this::removeOld);
    }

    private void removeOld() {
        database.run(tx -> {
            store.removeOld(tx.sql(), tx.now().minus(KEPT));
            limit.removeOld(tx.sql(), tx.now());
        });
    }
}
