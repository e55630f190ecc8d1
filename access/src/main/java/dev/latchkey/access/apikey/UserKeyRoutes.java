package dev.latchkey.access.apikey;

import dev.latchkey.access.apikey.UserKeyBodies.CreateKey;
import dev.latchkey.access.apikey.UserKeyBodies.RotateKey;
import dev.latchkey.access.apikey.UserKeyViews.KeyList;
import dev.latchkey.access.apikey.UserKeyViews.NewKey;
import dev.latchkey.access.apikey.UserKeyViews.ShownKey;
import dev.latchkey.identity.session.Message;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Caller;
import dev.latchkey.platform.http.Guard;
import dev.latchkey.platform.http.RateClass;
import dev.latchkey.platform.http.Reply;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.StepUp;
import dev.latchkey.platform.http.Style;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What users do with their own API keys (auth-api.md 16). A key makes no keys: that takes a session, and a recent one. */
public final class UserKeyRoutes {

    private static final String TAG = "API keys of users";
    private static final int GRACE_SECONDS = 3600;

    private final UserKeys keys;
    private final Clock clock;
    private final String path;

    public UserKeyRoutes(UserKeys keys, Clock clock, String basePath) {
        this.keys = keys;
        this.clock = clock;
        this.path = basePath + "/user/api-key";
    }

    public List<Route> routes() {
        return List.of(
                Route.get(path)
                        .style(Style.AUTH)
                        .guard(Guard.USER)
                        .rate(RateClass.GENERAL)
                        .answer(200, ShownKey.class)
                        .answer(404, "The user has no API key")
                        .summary(TAG, "Shows the user's oldest API key.")
                        .handle(this::oldest),
                Route.post(path + "/regenerate")
                        .style(Style.AUTH)
                        .guard(Guard.SESSION)
                        .rate(RateClass.GENERAL)
                        .stepUp(StepUp.RECENT)
                        .answer(200, NewKey.class)
                        .summary(TAG, "Ends all API keys of the user at once and makes a new one.")
                        .handle(this::regenerate),
                Route.get(path + "s")
                        .style(Style.AUTH)
                        .guard(Guard.USER)
                        .rate(RateClass.GENERAL)
                        .answer(200, KeyList.class)
                        .summary(TAG, "Lists the user's API keys, the oldest first.")
                        .handle(this::list),
                Route.post(path + "s")
                        .style(Style.AUTH)
                        .guard(Guard.SESSION)
                        .rate(RateClass.GENERAL)
                        .stepUp(StepUp.RECENT)
                        .body(CreateKey.class)
                        .answer(200, NewKey.class)
                        .answer(400, "Too many keys, a label that is taken, an unknown scope")
                        .summary(TAG, "Makes an API key; its text is in this answer only.")
                        .handle(this::create),
                Route.post(path + "s/{id}/rotate")
                        .style(Style.AUTH)
                        .guard(Guard.SESSION)
                        .rate(RateClass.GENERAL)
                        .stepUp(StepUp.RECENT)
                        .optionalBody(RotateKey.class)
                        .answer(200, NewKey.class)
                        .answer(404, "The user has no such API key")
                        .answer(409, "The key has expired or been rotated already")
                        .summary(TAG, "Makes an API key's successor; the key itself works on for a while.")
                        .handle(this::rotate),
                Route.delete(path + "s/{id}")
                        .style(Style.AUTH)
                        .guard(Guard.USER)
                        .rate(RateClass.GENERAL)
                        .answer(200, Message.class)
                        .answer(403, "An API key can end itself, but no other one")
                        .answer(404, "The user has no such API key")
                        .summary(TAG, "Ends an API key at once.")
                        .handle(this::revoke));
    }

    private Reply oldest(Call call) {
        return keys.of(call.user().userId()).stream()
                .findFirst()
                .map(key -> Reply.ok(ShownKey.of(key, clock.instant())))
                .orElseThrow(UserKeyRoutes::unknown);
    }

    private Reply list(Call call) {
        Instant now = clock.instant();
        return Reply.ok(new KeyList(keys.of(call.user().userId()).stream()
                .map(key -> ShownKey.of(key, now))
                .toList()));
    }

    private Reply create(Call call) {
        CreateKey wanted = call.body(CreateKey.class);
        String label = wanted.label().strip();
        if (label.isEmpty() || label.codePointCount(0, label.length()) > 100) {
            throw ApiException.invalid("label must have 1 to 100 characters");
        }
        List<String> scopes = Scopes.chosen(Optional.ofNullable(wanted.scopes()));
        UserKeys.Wanted key = new UserKeys.Wanted(label, scopes, wanted.expiresAt());
        return Reply.ok(NewKey.of(keys.create(call.session(), key, call.origin())));
    }

    private Reply regenerate(Call call) {
        return Reply.ok(NewKey.of(keys.regenerate(call.session(), call.origin())));
    }

    private Reply rotate(Call call) {
        Integer grace = call.body(RotateKey.class).graceSeconds();
        Duration works = Duration.ofSeconds(grace == null ? GRACE_SECONDS : grace);
        return keys.rotate(call.session(), id(call), works, call.origin())
                .map(issued -> Reply.ok(NewKey.of(issued)))
                .orElseThrow(UserKeyRoutes::unknown);
    }

    private Reply revoke(Call call) {
        UUID id = id(call);
        Caller.User user = call.user();
        if (user instanceof Caller.UserKey key && !key.keyId().equals(id)) {
            throw ApiException.forbidden("An API key can end itself, but no other one: sign in");
        }
        if (!keys.revoke(user.project(), user.userId(), id, call.origin())) {
            throw unknown();
        }
        return Reply.ok(new Message("The API key was revoked"));
    }

    private static UUID id(Call call) {
        return call.id("id", UserKeyRoutes::unknown);
    }

    private static ApiException unknown() {
        return ApiException.notFound("You have no such API key");
    }
}
