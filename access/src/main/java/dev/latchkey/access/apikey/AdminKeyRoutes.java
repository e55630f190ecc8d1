package dev.latchkey.access.apikey;

import dev.latchkey.identity.session.Message;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Place;
import dev.latchkey.platform.http.Reply;
import dev.latchkey.platform.http.Route;
import dev.latchkey.tenancy.Tenancy;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The API keys of a project's users, for its system admins, and for the operator in every project. Nobody sees a key. */
public final class AdminKeyRoutes {

    private static final String TAG = "Administration of API keys";
    private static final int MAX_LIMIT = 200;

    private final UserKeys keys;
    private final Tenancy tenancy;
    private final Clock clock;
    private final String path;

    public AdminKeyRoutes(UserKeys keys, Tenancy tenancy, Clock clock, String basePath) {
        this.keys = keys;
        this.tenancy = tenancy;
        this.clock = clock;
        this.path = basePath + "/admin/api-keys";
    }

    public List<Route> routes() {
        return List.of(
                Route.get(path)
                        .forAdministrators()
                        .query("userId", String.class, "Only keys of this user")
                        .query("limit", Integer.class, "At most 200, 50 by default")
                        .query("cursor", String.class, "Where the page begins: the nextCursor of the page before")
                        .answer(200, KeyPage.class)
                        .summary(TAG, "Lists the API keys of users that are not revoked, newest first.")
                        .handle(this::list),
                Route.delete(path + "/{id}")
                        .forAdministrators()
                        .answer(200, Message.class)
                        .answer(404, "No such API key")
                        .summary(TAG, "Ends an API key of a user at once.")
                        .handle(this::revoke));
    }

    private Reply list(Call call) {
        int limit = Math.min(MAX_LIMIT, call.query().integer("limit", 50, 1, Integer.MAX_VALUE));
        Optional<UUID> user = call.query().uuid("userId");
        List<UserKey> found = keys.ofProject(tenancy.projectOf(call), user, Place.of(call), limit + 1);
        Instant now = clock.instant();
        List<KeyRow> shown =
                found.stream().limit(limit).map(key -> KeyRow.of(key, now)).toList();
        KeyRow last = found.size() > limit ? shown.getLast() : null;
        return Reply.ok(new KeyPage(shown, last == null ? null : new Place(last.createdAt(), last.id()).cursor()));
    }

    private Reply revoke(Call call) {
        UUID id = call.id("id", AdminKeyRoutes::unknown);
        if (!keys.revokeByAdmin(tenancy.projectOf(call), id, call.origin())) {
            throw unknown();
        }
        return Reply.ok(new Message("The API key was revoked"));
    }

    private static ApiException unknown() {
        return ApiException.notFound("API key not found");
    }

    /** Whose key it is, and what its user sees of it. */
    record KeyRow(
            UUID id,
            UUID userId,
            String keyPrefix,
            String label,
            List<String> scopes,
            UserKey.Status status,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant lastUsedAt) {

        static KeyRow of(UserKey key, Instant now) {
            return new KeyRow(
                    key.id(),
                    key.userId(),
                    key.prefix(),
                    key.label(),
                    key.scopes(),
                    key.status(now),
                    key.createdAt(),
                    key.expiresAt(),
                    key.lastUsedAt());
        }
    }

    /**
     * Answer of {@code GET /admin/api-keys}.
     *
     * @param nextCursor where the next page begins; absent on the last one
     */
    record KeyPage(List<KeyRow> keys, @Nullable String nextCursor) {}
}
