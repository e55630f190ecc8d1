package dev.latchkey.identity.account;

import dev.latchkey.identity.session.AuthUser;
import dev.latchkey.identity.user.CurrentUser;
import dev.latchkey.identity.user.User;
import dev.latchkey.identity.user.UserStore;
import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Guard;
import dev.latchkey.platform.http.RateClass;
import dev.latchkey.platform.http.Reply;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.Style;
import dev.latchkey.platform.json.Matches;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What signed-in users see and change of themselves (auth-api.md 10). */
public final class ProfileRoutes {

    private static final String TAG = "Profile";

    private final Database database;
    private final UserStore users;
    private final String basePath;

    public ProfileRoutes(Database database, UserStore users, String basePath) {
        this.database = database;
        this.users = users;
        this.basePath = basePath;
    }

    public List<Route> routes() {
        Route change = Route.patch(basePath + "/me")
                .style(Style.AUTH)
                .guard(Guard.USER)
                .rate(RateClass.GENERAL)
                .body(ProfileChange.class)
                .answer(200, UserEnvelope.class)
                .summary(TAG, "Changes name, picture and language of the calling user.")
                .handle(this::change);
        Stream<Route> shows = Stream.of("/user", "/me").map(this::show);
        return Stream.concat(shows, Stream.of(change)).toList();
    }

    private Route show(String path) {
        return Route.get(basePath + path)
                .style(Style.AUTH)
                .guard(Guard.USER)
                .rate(RateClass.GENERAL)
                .answer(200, UserEnvelope.class)
                .summary(TAG, "Shows the calling user.")
                .handle(call -> Reply.ok(new UserEnvelope(AuthUser.of(current(call)))));
    }

    private Reply change(Call call) {
        ProfileChange change = call.body(ProfileChange.class);
        UserStore.Profile profile =
                new UserStore.Profile(name(change.name()), picture(change.picture()), language(change.language()));
        User before = current(call);
        User after = database.write(tx -> {
            User changed = users.updateProfile(tx.sql(), before.id(), profile, tx.now())
                    .orElseThrow(() -> new ApiException(401, "INVALID_TOKEN", "The account is gone"));
            tx.audit(
                    AuditEvent.success("user.profile_updated", call.origin(), before.projectId(), "user", before.id()));
            return changed;
        });
        return Reply.ok(new UserEnvelope(AuthUser.of(after)));
    }

    /** What the check of the request has read already. */
    private static User current(Call call) {
        return CurrentUser.of(call);
    }

    private static @Nullable String name(@Nullable String given) {
        if (given == null) {
            return null;
        }
        String name = given.strip();
        if (name.isEmpty() || name.getBytes(StandardCharsets.UTF_8).length > 100) {
            throw ApiException.invalid("name must have 1 to 100 bytes");
        }
        return name;
    }

    private static @Nullable String picture(@Nullable String given) {
        if (given == null) {
            return null;
        }
        String picture = given.strip();
        boolean address = picture.startsWith("http://") || picture.startsWith("https://");
        if (!picture.isEmpty() && (!address || picture.length() > 2048)) {
            throw ApiException.invalid("picture must be an http or https address of at most 2048 characters");
        }
        return picture;
    }

    private static @Nullable String language(@Nullable String given) {
        return given == null ? null : Locale.forLanguageTag(given).toLanguageTag();
    }

    /** The user in an object of its own. */
    record UserEnvelope(AuthUser user) {}

    /**
     * Body of {@code PATCH /me}; what is left out stays.
     *
     * @param language of mails to the user, as {@code de} or {@code pt-BR}
     */
    record ProfileChange(
            @Nullable String name,
            @Nullable String picture,

            @Matches(
                    value = "[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}",
                    message = "must be a language tag such as de or pt-BR")
            @Nullable
            String language) {}
}
