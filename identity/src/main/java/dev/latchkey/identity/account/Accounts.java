package dev.latchkey.identity.account;

import dev.latchkey.identity.credential.Notices;
import dev.latchkey.identity.demand.LastFactor;
import dev.latchkey.identity.signin.SharedServices;
import dev.latchkey.platform.http.Route;
import java.util.List;
import java.util.stream.Stream;

/** Everything signed-in users can do with their account. */
public final class Accounts {

    private final Deletion deletion;
    private final List<Route> routes;

    public Accounts(SharedServices shared) {
        this.deletion = new Deletion(
                shared.database(),
                shared.users(),
                shared.sessions(),
                shared.lifecycle(),
                shared.mail(),
                shared.settings().get(AccountSettings.DELETION_GRACE),
                shared.clock());
        OwnCredentials own = new OwnCredentials(
                shared.database(),
                shared.credentials(),
                shared.users(),
                new Notices(shared.mail()),
                new LastFactor(shared.demand()));
        Export export = new Export(shared.database(), shared.credentials(), shared.lifecycle());
        Merge merge = new Merge(
                shared.database(),
                shared.users(),
                shared.credentials(),
                shared.sessions(),
                shared.oneTimeTokens(),
                shared.lifecycle());
        String basePath = shared.basePath();
        this.routes = Stream.of(
                        new ProfileRoutes(shared.database(), shared.users(), basePath).routes(),
                        new CredentialRoutes(own, basePath).routes(),
                        new AccountRoutes(export, merge, deletion, shared.cookies(), basePath).routes())
                .flatMap(List::stream)
                .toList();
    }

    public List<Route> routes() {
        return routes;
    }

    /** How accounts end, for administrators too. */
    public Deletion deletion() {
        return deletion;
    }

    /** Erases the accounts whose time has come. */
    public void eraseDue() {
        deletion.eraseDue();
    }
}
