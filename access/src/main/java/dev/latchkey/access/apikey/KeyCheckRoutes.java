package dev.latchkey.access.apikey;

import dev.latchkey.access.apikey.UserKeyBodies.CheckKey;
import dev.latchkey.access.apikey.UserKeyViews.KeyCheck;
import dev.latchkey.identity.user.KeyHolders;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Guard;
import dev.latchkey.platform.http.RateClass;
import dev.latchkey.platform.http.Reply;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.Style;
import dev.latchkey.tenancy.Tenancy;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Tells whose a key is, at both of its paths (auth-api.md 16). A key counts in the project that the request speaks for and
 * nowhere else: an application must not take a key of another one's user for one of its own.
 */
public final class KeyCheckRoutes {

    private final HeldKeys keys;
    private final KeyHolders holders;
    private final KeyUses uses;
    private final Tenancy tenancy;
    private final Clock clock;
    private final String basePath;

    public KeyCheckRoutes(
            HeldKeys keys, KeyHolders holders, KeyUses uses, Tenancy tenancy, Clock clock, String basePath) {
        this.keys = keys;
        this.holders = holders;
        this.uses = uses;
        this.tenancy = tenancy;
        this.clock = clock;
        this.basePath = basePath;
    }

    public List<Route> routes() {
        return Stream.of("/validate-api-key", "/api-key/validate")
                .map(path -> Route.post(basePath + path)
                        .style(Style.AUTH)
                        .guard(Guard.PUBLIC)
                        .rate(RateClass.AUTH)
                        .body(CheckKey.class)
                        .answer(200, KeyCheck.class)
                        .summary("API keys of users", "Tells whether an API key is valid, and whose it is.")
                        .handle(this::check))
                .toList();
    }

    private Reply check(Call call) {
        UUID projectId = tenancy.projectOf(call);
        KeyCheck answer = UserKeyText.parse(call.body(CheckKey.class).apiKey())
                .flatMap(keys::find)
                .filter(key -> key.projectId().equals(projectId) && !key.isExpired(clock.instant()))
                .flatMap(this::valid)
                .orElse(KeyCheck.INVALID);
        return Reply.ok(answer);
    }

    private Optional<KeyCheck> valid(HeldKey key) {
        return holders.find(key.projectId(), key.userId()).map(user -> {
            uses.used(key.id());
            return new KeyCheck(
                    true,
                    user.id(),
                    user.email(),
                    key.id(),
                    key.scopes().stream().sorted().toList(),
                    key.expiresAt(),
                    null);
        });
    }
}
