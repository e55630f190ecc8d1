package dev.latchkey.platform.settings;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.latchkey.platform.configuration.Secret;
import dev.latchkey.platform.crypto.AssociatedData;
import dev.latchkey.platform.crypto.DecryptionException;
import dev.latchkey.platform.crypto.Envelope;
import dev.latchkey.platform.crypto.EnvelopeCipher;
import dev.latchkey.platform.database.Columns;
import dev.latchkey.platform.json.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rows of system settings; secrets in them are sealed, each for its own key. */
final class SettingStore {

    private static final Logger LOG = LoggerFactory.getLogger(SettingStore.class);

    private final EnvelopeCipher cipher;

    SettingStore(EnvelopeCipher cipher) {
        this.cipher = cipher;
    }

    /**
     * One change.
     *
     * @param oldText {@code null} where nothing was set
     * @param newText {@code null} to have the environment or the default decide again
     */
    record Change(
            SystemSetting<?> setting,
            @Nullable String oldText,
            @Nullable String newText) {

        /** What may be kept of a text outside of the setting itself. */
        static @Nullable String shown(SystemSetting<?> setting, @Nullable String text) {
            return text == null || text.isEmpty() || !setting.secret() ? text : Secret.MASK;
        }

        @Override
        public String toString() {
            return setting.key();
        }
    }

    /**
     * Who changes, for the history.
     *
     * @param userId {@code null} for the operator
     */
    record Author(
            String kind, @Nullable UUID userId, @Nullable String requestId) {}

    /** Everything, in one statement and so of one moment. */
    StoredSetting.All all(Handle sql) {
        Map<String, StoredSetting> byKey = new HashMap<>();
        long[] revision = {0};
        Instant[] installedAt = {Instant.EPOCH};
        sql.createQuery("""
                        select r.revision, r.installed_at, s.key, s.value, s.sealed, s.updated_at, s.updated_by
                        from platform.system_settings_revision r left join platform.system_settings s on true
                        """)
                .map((row, context) -> {
                    revision[0] = row.getLong("revision");
                    installedAt[0] = Columns.instant(row, "installed_at");
                    read(row, byKey);
                    return true;
                })
                .list();
        return new StoredSetting.All(revision[0], installedAt[0], byKey);
    }

    /** Everything, and nobody else changes anything until the transaction ends. */
    StoredSetting.All allForChange(Handle sql) {
        sql.createQuery("select revision from platform.system_settings_revision for update")
                .mapTo(Long.class)
                .one();
        return all(sql);
    }

    /**
     * Stores the changes and their history under the next revision, in one statement.
     *
     * @param elsewhere whether only the history of a setting is kept here
     */
    void store(Handle sql, List<Change> changes, Predicate<SystemSetting<?>> elsewhere, Author author, Instant now) {
        sql.createUpdate("""
                        with next as (
                            update platform.system_settings_revision set revision = revision + 1 returning revision
                        ), changes as (
                            select * from jsonb_to_recordset(cast(:changes as jsonb)) as rows(position integer, key text,
                                value text, sealed boolean, old_shown text, new_shown text)
                        ), removed as (
                            delete from platform.system_settings s using changes c where s.key = c.key and c.value is null
                        ), written as (
                            insert into platform.system_settings (key, value, sealed, updated_at, updated_by)
                            select key, value, sealed, :now, :userId from changes where value is not null
                            on conflict (key) do update set value = excluded.value, sealed = excluded.sealed,
                                updated_at = excluded.updated_at, updated_by = excluded.updated_by
                        )
                        insert into platform.system_setting_changes (revision, key, old_value, new_value, changed_at,
                            actor_kind, changed_by, request_id)
                        select next.revision, c.key, c.old_shown, c.new_shown, :now, :kind, :userId, :requestId
                        from changes c cross join next order by c.position
                        """)
                .bind("changes", Json.write(rows(changes, elsewhere)))
                .bind("now", now)
                .bind("kind", author.kind())
                .bind("userId", author.userId())
                .bind("requestId", author.requestId())
                .execute();
    }

    /** What the setting was before changes at or after {@code since}; an empty text where nothing was set. */
    List<Optional<String>> endedSince(Handle sql, SystemSetting<?> setting, Instant since) {
        return sql.createQuery("""
                        select old_value from platform.system_setting_changes where key = :key and changed_at >= :since
                        """)
                .bind("key", setting.key())
                .bind("since", since)
                .map((row, context) -> Optional.ofNullable(row.getString("old_value")))
                .list();
    }

    /** Who set it to this, where that was the last change. */
    Optional<StoredSetting> lastSetTo(Handle sql, String key, String text) {
        return history(sql, Optional.of(key), 1, 0).stream()
                .filter(last -> text.equals(last.newValue()))
                .map(last -> new StoredSetting(text, last.changedAt(), last.changedBy()))
                .findFirst();
    }

    /** One entry of the history. */
    record Past(
            long id,
            String key,
            @Nullable String oldValue,
            @Nullable String newValue,
            Instant changedAt,
            String actorKind,
            @Nullable UUID changedBy,
            @Nullable String requestId) {}

    /** The newest changes first. */
    List<Past> history(Handle sql, Optional<String> key, int limit, long offset) {
        return sql.createQuery("""
                        select sequence, key, old_value, new_value, changed_at, actor_kind, changed_by, request_id
                        from platform.system_setting_changes
                        where cast(:key as text) is null or key = :key
                        order by sequence desc limit :limit offset :offset
                        """)
                .bind("key", key.orElse(null))
                .bind("limit", limit)
                .bind("offset", offset)
                .map((row, context) -> new Past(
                        row.getLong("sequence"),
                        row.getString("key"),
                        row.getString("old_value"),
                        row.getString("new_value"),
                        Columns.instant(row, "changed_at"),
                        row.getString("actor_kind"),
                        Columns.optionalUuid(row, "changed_by"),
                        row.getString("request_id")))
                .list();
    }

    /** How many changes there were. */
    long changes(Handle sql, Optional<String> key) {
        return sql.createQuery("""
                        select count(*) from platform.system_setting_changes
                        where cast(:key as text) is null or key = :key
                        """)
                .bind("key", key.orElse(null))
                .mapTo(Long.class)
                .one();
    }

    private record Row(
            int position,
            String key,
            @Nullable String value,
            boolean sealed,
            @Nullable String old_shown,
            @Nullable String new_shown) {}

    private List<Row> rows(List<Change> changes, Predicate<SystemSetting<?>> elsewhere) {
        List<Row> rows = new ArrayList<>();
        for (Change change : changes) {
            SystemSetting<?> setting = change.setting();
            String text = change.newText();
            String kept = elsewhere.test(setting) ? null : text;
            rows.add(new Row(
                    rows.size(),
                    setting.key(),
                    kept == null || !setting.secret() ? kept : seal(setting.key(), kept),
                    setting.secret(),
                    Change.shown(setting, change.oldText()),
                    Change.shown(setting, text)));
        }
        return rows;
    }

    private void read(ResultSet row, Map<String, StoredSetting> byKey) throws SQLException {
        String key = row.getString("key");
        if (key == null) {
            return;
        }
        Optional<String> text =
                row.getBoolean("sealed") ? open(key, row.getString("value")) : Optional.of(row.getString("value"));
        if (text.isPresent()) {
            byKey.put(
                    key,
                    new StoredSetting(
                            text.get(), Columns.instant(row, "updated_at"), Columns.optionalUuid(row, "updated_by")));
        }
    }

    private String seal(String key, String text) {
        return Base64.getEncoder()
                .encodeToString(cipher.seal(text.getBytes(UTF_8), context(key)).encode());
    }

    /** Empty, and a line in the log, for what another master key has sealed. */
    private Optional<String> open(String key, String value) {
        try {
            byte[] text = cipher.openBytes(Envelope.decode(Base64.getDecoder().decode(value)), context(key));
            try {
                return Optional.of(new String(text, UTF_8));
            } finally {
                Arrays.fill(text, (byte) 0);
            }
        } catch (DecryptionException | IllegalArgumentException unreadable) {
            LOG.error("the stored value of {} cannot be decrypted and is ignored; set it again", key);
            return Optional.empty();
        }
    }

    private static AssociatedData context(String key) {
        return AssociatedData.of("system setting").with("key", key);
    }
}
