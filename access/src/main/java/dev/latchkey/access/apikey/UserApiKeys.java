package dev.latchkey.access.apikey;

import dev.latchkey.identity.user.KeyHolders;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.http.CredentialVerifier;
import dev.latchkey.platform.http.Filter;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.jobs.Jobs.Job;
import dev.latchkey.tenancy.Tenancy;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Everything about API keys of users, made once: routes, their check, and the filter of their scopes. */
public final class UserApiKeys {

    private static final Duration USES_WAIT = Duration.ofSeconds(1);

    private final UserKeys keys;
    private final Clock clock;
    private final UserKeyVerifier verifier;
    private final ScopeFilter scopes;
    private final List<Route> routes;

    public UserApiKeys(
            Database database, Tenancy tenancy, KeyHolders holders, SecureRandom random, Clock clock, String basePath) {
        UserKeyStore store = new UserKeyStore();
        HeldKeys held = new HeldKeys(database, store);
        KeyUses uses = new KeyUses(database, store, clock, USES_WAIT);
        this.keys = new UserKeys(database, store, random);
        this.clock = clock;
        this.verifier = new UserKeyVerifier(held, holders, uses, clock);
        this.scopes = new ScopeFilter(basePath);
        this.routes = Stream.of(
                        new UserKeyRoutes(keys, clock, basePath).routes(),
                        new AdminKeyRoutes(keys, tenancy, clock, basePath).routes(),
                        new KeyCheckRoutes(held, holders, uses, tenancy, clock, basePath).routes())
                .flatMap(List::stream)
                .toList();
    }

    public List<Route> routes() {
        return routes;
    }

    public CredentialVerifier verifier() {
        return verifier;
    }

    public Filter filter() {
        return scopes;
    }

    public Job job() {
        return new Job("access.api-keys", Duration.ofHours(1), () -> keys.removeEnded(clock.instant()));
    }
}
