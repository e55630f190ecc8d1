package dev.latchkey.identity.account;

import dev.latchkey.identity.credential.Credentials;
import dev.latchkey.identity.session.SessionCookies;
import dev.latchkey.identity.session.Sessions;
import dev.latchkey.identity.signin.UserLifecycle;
import dev.latchkey.identity.token.OneTimeTokens;
import dev.latchkey.identity.user.UserStore;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.mail.MailQueue;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Everything signed-in users can do with their account. */
public final class Accounts {

    private final Deletion deletion;
    private final List<Route> routes;

    /** What it stands on, from the room. */
    public record Foundation(
            Database database,
            UserStore users,
            Credentials credentials,
            Sessions sessions,
            SessionCookies cookies,
            OneTimeTokens tokens,
            UserLifecycle lifecycle,
            MailQueue mail,
            Clock clock) {}

    /** @param deletionGrace how long users can think again */
    public Accounts(Foundation house, Duration deletionGrace, String basePath) {
        this.deletion = new Deletion(
                house.database(),
                house.users(),
                house.sessions(),
                house.lifecycle(),
                house.mail(),
                deletionGrace,
                house.clock());
        OwnCredentials own = new OwnCredentials(house.database(), house.credentials(), house.users(), house.mail());
        Export export = new Export(house.database(), house.credentials(), house.lifecycle());
        Merge merge = new Merge(
                house.database(),
                house.users(),
                house.credentials(),
                house.sessions(),
                house.tokens(),
                house.lifecycle());
        this.routes = Stream.of(
                        new ProfileRoutes(house.database(), house.users(), basePath).routes(),
                        new CredentialRoutes(own, basePath).routes(),
                        new AccountRoutes(export, merge, deletion, house.cookies(), basePath).routes())
                .flatMap(List::stream)
                .toList();
    }

    public List<Route> routes() {
        return routes;
    }

    /** Erases the accounts whose time has come. */
    public void eraseDue() {
        deletion.eraseDue();
    }
}
