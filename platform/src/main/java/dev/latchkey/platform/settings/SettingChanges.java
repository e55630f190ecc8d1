package dev.latchkey.platform.settings;

import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.configuration.InvalidValueException;
import dev.latchkey.platform.configuration.Problem;
import dev.latchkey.platform.configuration.Secret;
import dev.latchkey.platform.configuration.SettingCatalogue;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Caller;
import dev.latchkey.platform.http.Origin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Changing system settings: all that is asked for or nothing, with everything that is wrong said at once. */
final class SettingChanges {

    private static final int MAX_IN_AUDIT = 200;

    private final SystemSettings settings;
    private final Database database;
    private final SettingStore store;
    private final SettingCatalogue rules;

    SettingChanges(SystemSettings settings, Database database, SettingStore store, SettingCatalogue rules) {
        this.settings = settings;
        this.database = database;
        this.store = store;
        this.rules = rules;
    }

    /**
     * @param texts by key; an empty {@code Optional} removes what administrators have said
     * @param expectedRevision the revision the caller has seen; 412 when it is another one by now
     * @param writers who may, asked once nobody else changes anything
     */
    void change(
            Map<String, Optional<String>> texts,
            Optional<Long> expectedRevision,
            Origin origin,
            SettingWriters writers) {
        StoredSetting.All changed = database.write(tx -> {
            StoredSetting.All before = settings.completed(tx.sql(), store.allForChange(tx.sql()));
            writers.requireStill(tx, origin.caller());
            expectedRevision.ifPresent(expected -> requireRevision(expected, before.revision()));
            List<SettingStore.Change> changes = changes(texts, before);
            if (changes.isEmpty()) {
                return before;
            }
            UUID author = origin.caller() instanceof Caller.User user ? user.userId() : null;
            StoredSetting.All after = after(before, changes, author, tx);
            requireRules(settings.with(before), settings.with(after), changes);
            keepElsewhere(tx, changes, origin);
            String kind = author == null ? "OPERATOR" : "USER";
            store.store(
                    tx.sql(),
                    changes,
                    setting -> settings.home(setting).isPresent(),
                    new SettingStore.Author(kind, author, origin.requestId()),
                    tx.now());
            tx.audit(AuditEvent.success("admin.settings_updated", origin, null, "settings", "system")
                    .with("changes", audited(changes)));
            tx.signal(SettingWatch.TOPIC, String.valueOf(after.revision()));
            tx.afterCommit(() -> settings.accept(after));
            return after;
        });
        settings.accept(changed);
    }

    private void keepElsewhere(Transaction tx, List<SettingStore.Change> changes, Origin origin) {
        for (SettingStore.Change change : changes) {
            try {
                settings.home(change.setting())
                        .ifPresent(home -> home.write(tx, Optional.ofNullable(change.newText()), origin));
            } catch (InvalidValueException invalid) {
                throw ApiException.validation(List.of(change.setting().key() + " " + invalid.getMessage()));
            }
        }
    }

    private static void requireRevision(long expected, long actual) {
        if (expected != actual) {
            throw new ApiException(
                    412, "PRECONDITION_FAILED", "Somebody else has changed the settings; read them again");
        }
    }

    private List<SettingStore.Change> changes(Map<String, Optional<String>> texts, StoredSetting.All before) {
        Snapshot inForce = settings.with(before);
        List<String> problems = new ArrayList<>();
        List<String> locked = new ArrayList<>();
        List<SettingStore.Change> changes = new ArrayList<>();
        texts.forEach((key, text) -> {
            SettingState<?> state = inForce.states().get(key);
            if (state == null) {
                problems.add("unknown setting: " + printable(key));
                return;
            }
            try {
                change(state, text, before.byKey().get(key), locked).ifPresent(changes::add);
            } catch (InvalidValueException invalid) {
                problems.add(key + " " + invalid.getMessage());
            }
        });
        if (!problems.isEmpty()) {
            problems.addAll(locked);
            throw ApiException.validation(problems);
        }
        if (!locked.isEmpty()) {
            throw new ApiException(409, "SETTING_LOCKED", String.join("; ", locked));
        }
        return changes;
    }

    private static <T> Optional<SettingStore.Change> change(
            SettingState<T> state, Optional<String> text, @Nullable StoredSetting stored, List<String> locked) {
        SystemSetting<T> setting = state.setting();
        String old = stored == null ? null : stored.text();
        if (setting.secret() && text.filter(Secret.MASK::equals).isPresent()) {
            return Optional.empty();
        }
        String wanted = text.map(given -> canonical(setting, given)).orElse(null);
        if (state.locked()) {
            if (wanted != null && !state.value().equals(setting.parse(wanted))) {
                locked.add(setting.key() + " is set by the environment variable " + variable(setting));
            }
            return Optional.empty();
        }
        return Objects.equals(old, wanted)
                ? Optional.empty()
                : Optional.of(new SettingStore.Change(setting, old, wanted));
    }

    private static <T> String canonical(SystemSetting<T> setting, String text) {
        if (text.length() > setting.maxLength()) {
            throw new InvalidValueException("must have at most " + setting.maxLength() + " characters");
        }
        if (text.indexOf('\0') >= 0) {
            throw new InvalidValueException("must not contain the NUL character");
        }
        T value = setting.parse(text);
        return setting.secret() ? text : setting.format(value);
    }

    private static String variable(SystemSetting<?> setting) {
        Counterpart<?> counterpart = setting.counterpart();
        return counterpart == null ? "" : counterpart.variable().name();
    }

    private static StoredSetting.All after(
            StoredSetting.All before, List<SettingStore.Change> changes, @Nullable UUID author, Transaction tx) {
        Map<String, StoredSetting> byKey = new HashMap<>(before.byKey());
        for (SettingStore.Change change : changes) {
            String text = change.newText();
            if (text == null) {
                byKey.remove(change.setting().key());
            } else {
                byKey.put(change.setting().key(), new StoredSetting(text, tx.now(), author));
            }
        }
        return new StoredSetting.All(before.revision() + 1, before.installedAt(), byKey);
    }

    /** What the change would break among the rules of the configuration, with which the next start has to live. */
    private void requireRules(Snapshot before, Snapshot after, List<SettingStore.Change> changes) {
        Set<Problem> known = new HashSet<>(rules.check(before.configuration()));
        List<String> broken = rules.check(after.configuration()).stream()
                .filter(problem -> !known.contains(problem))
                .map(problem -> key(problem.name(), changes) + " " + problem.sentence())
                .toList();
        if (!broken.isEmpty()) {
            throw ApiException.validation(broken);
        }
    }

    /** The setting that speaks for a variable, one that is changed if there are several. */
    private String key(String variable, List<SettingStore.Change> changes) {
        return Stream.concat(
                        changes.stream().<SystemSetting<?>>map(SettingStore.Change::setting),
                        settings.catalogue().settings().stream())
                .filter(setting -> variable(setting).equals(variable))
                .map(SystemSetting::key)
                .findFirst()
                .orElse(variable);
    }

    private static Map<String, Object> audited(List<SettingStore.Change> changes) {
        Map<String, Object> facts = new LinkedHashMap<>();
        for (SettingStore.Change change : changes) {
            Map<String, Object> fact = new LinkedHashMap<>();
            fact.put("from", audited(change.setting(), change.oldText()));
            fact.put("to", audited(change.setting(), change.newText()));
            facts.put(change.setting().key(), fact);
        }
        return facts;
    }

    private static String audited(SystemSetting<?> setting, @Nullable String text) {
        String shown = SettingStore.Change.shown(setting, text);
        if (shown == null) {
            return "(default)";
        }
        return shown.length() <= MAX_IN_AUDIT ? shown : shown.substring(0, MAX_IN_AUDIT) + "…";
    }

    private static String printable(String key) {
        String clean = key.replaceAll("\\p{C}", "?");
        return clean.length() <= 64 ? clean : clean.substring(0, 64) + "…";
    }
}
