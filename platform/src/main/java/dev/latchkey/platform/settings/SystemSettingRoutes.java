package dev.latchkey.platform.settings;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Guard;
import dev.latchkey.platform.http.Page;
import dev.latchkey.platform.http.RateClass;
import dev.latchkey.platform.http.Reply;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.Style;
import dev.latchkey.platform.json.Change;
import dev.latchkey.platform.json.Length;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reading and changing system settings (admin-settings.md 4 and 6). */
final class SystemSettingRoutes {

    private static final String TAG = "System settings";

    private final SystemSettings settings;
    private final SettingChanges changes;
    private final Database database;
    private final SettingStore store;
    private final SettingWriters writers;
    private final String path;

    SystemSettingRoutes(
            SystemSettings settings,
            SettingChanges changes,
            Database database,
            SettingStore store,
            SettingWriters writers,
            String basePath) {
        this.settings = settings;
        this.changes = changes;
        this.database = database;
        this.store = store;
        this.writers = writers;
        this.path = basePath + "/admin";
    }

    List<Route> routes() {
        return List.of(
                admin(Route.get(path + "/settings"))
                        .answer(200, SettingListing.class)
                        .summary(TAG, "Lists all settings by category, with their values in force; secrets are masked.")
                        .handle(this::list),
                admin(Route.patch(path + "/settings"))
                        .header("If-Match", "The ETag of the listing: 412 when somebody has changed settings since")
                        .body(SettingsPatch.class)
                        .answer(200, UpdatedSettings.class)
                        .answer(400, "Unknown keys or values out of their limits, all of them said; nothing is changed")
                        .answer(403, "Not, or not any more, a system admin of the default project")
                        .answer(409, "The environment decides one of them; nothing is changed")
                        .answer(412, "Somebody else has changed settings")
                        .summary(TAG, "Changes settings, on every instance at once: all of them or none.")
                        .handle(this::change),
                admin(Route.get(path + "/settings/history"))
                        .query("key", String.class, "Only the changes of one setting")
                        .query("limit", Integer.class, "At most 100, 50 by default")
                        .query("offset", Integer.class, "How many to skip")
                        .answer(200, SettingHistory.class)
                        .summary(TAG, "Lists who changed which setting when, newest first.")
                        .handle(this::history),
                admin(Route.get(path + "/dashboard-permissions"))
                        .answer(200, DashboardAnswer.class)
                        .summary(TAG, "Tells which sections of the dashboard admins and members see.")
                        .handle(call -> dashboard()),
                admin(Route.put(path + "/dashboard-permissions"))
                        .body(PutDashboard.class)
                        .answer(200, DashboardAnswer.class)
                        .answer(400, "A section that does not exist")
                        .summary(TAG, "Sets which sections of the dashboard admins and members see.")
                        .handle(this::putDashboard));
    }

    private static Route.Builder admin(Route.Builder route) {
        return route.style(Style.AUTH).guard(Guard.INSTALLATION_ADMIN).rate(RateClass.GENERAL);
    }

    private Reply list(Call call) {
        Snapshot snapshot = settings.shown();
        Map<String, List<SettingView>> categories = new TreeMap<>();
        settings.catalogue().settings().forEach(setting -> categories
                .computeIfAbsent(setting.category(), key -> new ArrayList<>())
                .add(view(snapshot, setting.key())));
        return tagged(Reply.ok(new SettingListing(categories)), snapshot);
    }

    private Reply change(Call call) {
        SettingsPatch body = call.body(SettingsPatch.class);
        Map<String, Optional<String>> texts = texts(body.settings());
        changes.change(texts, call.header("if-match").map(SystemSettingRoutes::revision), call.origin(), writers);
        Snapshot snapshot = settings.shown();
        return tagged(
                Reply.ok(new UpdatedSettings(
                        texts.keySet().stream().map(key -> view(snapshot, key)).toList())),
                snapshot);
    }

    private static Map<String, Optional<String>> texts(List<NewSetting> entries) {
        if (entries.isEmpty()) {
            throw ApiException.invalid("settings should not be empty");
        }
        List<String> problems = new ArrayList<>();
        Map<String, Optional<String>> texts = new LinkedHashMap<>();
        for (NewSetting entry : entries) {
            Optional<String> text =
                    switch (entry.value()) {
                        case Change.Keep<String> left -> {
                            problems.add(entry.key() + " needs a value; null returns to the default");
                            yield Optional.empty();
                        }
                        case Change.Clear<String> cleared -> Optional.empty();
                        case Change.Replace<String>(String value) -> Optional.of(value);
                    };
            if (texts.put(entry.key(), text) != null) {
                problems.add(entry.key() + " is there twice");
            }
        }
        if (!problems.isEmpty()) {
            throw ApiException.validation(problems);
        }
        return texts;
    }

    private Reply history(Call call) {
        Page page = Page.bounded(call);
        Optional<String> key = call.query().text("key");
        return database.read(sql -> {
            List<PastSetting> past = store.history(sql, key, page.fetch(), page.offset()).stream()
                    .map(SystemSettingRoutes::past)
                    .toList();
            boolean more = past.size() > page.limit();
            Reply reply = Reply.ok(new SettingHistory(
                    more ? past.subList(0, page.limit()) : past, store.changes(sql, key), page.limit(), page.offset()));
            return more ? page.withNext(call, reply) : reply;
        });
    }

    private Reply dashboard() {
        return Reply.ok(new DashboardAnswer(settings.get(DashboardPermissions.SETTING)));
    }

    private Reply putDashboard(Call call) {
        PutDashboard body = call.body(PutDashboard.class);
        List<String> problems = new ArrayList<>();
        DashboardPermissions wanted = DashboardPermissions.completed(body.admin(), body.member(), problems);
        if (!problems.isEmpty()) {
            throw ApiException.validation(problems);
        }
        settings.change(DashboardPermissions.SETTING, wanted, call.origin(), writers);
        return dashboard();
    }

    private static Reply tagged(Reply reply, Snapshot snapshot) {
        return reply.header("ETag", "\"" + snapshot.stored().revision() + "\"");
    }

    private static long revision(String tag) {
        String text = tag.strip();
        try {
            return Long.parseLong(text.replaceFirst("^\"(.*)\"$", "$1"));
        } catch (NumberFormatException otherTag) {
            return -1;
        }
    }

    private static SettingView view(Snapshot snapshot, String key) {
        SettingState<?> state = snapshot.states().get(key);
        if (state == null) {
            throw new IllegalStateException("no state of " + key);
        }
        SystemSetting<?> setting = state.setting();
        Counterpart<?> counterpart = setting.counterpart();
        return new SettingView(
                key,
                state.shown(),
                setting.description(),
                state.updatedAt(),
                state.updatedBy(),
                setting.category(),
                setting.type().label(),
                setting.secret(),
                state.source().wireName(),
                state.locked(),
                counterpart == null ? null : counterpart.variable().name(),
                setting.effect().wireName(),
                setting.delay());
    }

    private static PastSetting past(SettingStore.Past past) {
        return new PastSetting(
                past.id(),
                past.key(),
                past.oldValue(),
                past.newValue(),
                past.changedAt(),
                past.changedBy(),
                past.actorKind().toLowerCase(Locale.ROOT),
                past.requestId());
    }

    /** Body of {@code PATCH /admin/settings}. */
    record SettingsPatch(List<NewSetting> settings) {

        @Override
        public String toString() {
            return "Patch";
        }
    }

    /** @param value {@code null} has the environment or the default decide again */
    record NewSetting(@Length(min = 1, max = 64) String key, Change<String> value) {

        @Override
        public String toString() {
            return key;
        }
    }

    /** Answer of {@code GET /admin/settings}: settings by category. */
    record SettingListing(Map<String, List<SettingView>> settings) {}

    /** Answer of {@code PATCH /admin/settings}: the settings named, as they are now. */
    record UpdatedSettings(List<SettingView> updated) {}

    /**
     * A setting.
     *
     * @param value the mask for a secret that is set
     * @param type what may be written
     * @param source who decides: {@code environment}, {@code database} or {@code default}
     * @param locked whether the environment decides and a change is refused
     * @param environment the variable that says the same
     * @param effective when a change shows: {@code live}, {@code start}, or {@code unused} for never
     * @param delay why a change does not show at once
     */
    record SettingView(
            String key,
            String value,
            String description,
            Instant updatedAt,

            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable
            UUID updatedBy,

            String category,
            String type,
            boolean secret,
            String source,
            boolean locked,
            @Nullable String environment,
            String effective,
            @Nullable String delay) {}

    /** Answer of {@code GET /admin/settings/history}. */
    record SettingHistory(List<PastSetting> changes, long total, int limit, long offset) {}

    /**
     * A change; of secrets the mask only.
     *
     * @param oldValue {@code null} where the environment or the default decided
     * @param newValue {@code null} where it decides again
     */
    record PastSetting(
            long id,
            String key,

            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable
            String oldValue,

            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable
            String newValue,

            Instant changedAt,

            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable
            UUID changedBy,

            String actor,
            @Nullable String requestId) {}

    /** Body of {@code PUT /admin/dashboard-permissions}. */
    record PutDashboard(Map<String, Boolean> admin, Map<String, Boolean> member) {}

    /** Answer of {@code GET} and {@code PUT /admin/dashboard-permissions}. */
    record DashboardAnswer(DashboardPermissions permissions) {}
}
