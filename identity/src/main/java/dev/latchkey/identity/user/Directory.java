package dev.latchkey.identity.user;

import dev.latchkey.identity.credential.CredentialKind;
import dev.latchkey.platform.database.Columns;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What upper rooms may ask about a project's users, each question one statement however many users it is about. */
public final class Directory {

    /** How one user is shown to others. */
    public record Person(
            UUID id, @Nullable String name, @Nullable String email) {}

    /** What a user has proved to be reached at. */
    public record Reachable(List<String> emails, List<String> wallets) {}

    /** Names and addresses by id; users of other projects are left out. */
    public Map<UUID, Person> people(Handle sql, UUID projectId, Collection<UUID> ids) {
        return sql
                .createQuery("""
                        select id, display_name, email from identity.users
                        where project_id = :projectId and id = any(:ids)
                        """)
                .bind("projectId", projectId)
                .bindArray("ids", UUID.class, ids.toArray())
                .map((row, context) -> new Person(
                        Columns.uuid(row, "id"),
                        Columns.optionalText(row, "display_name"),
                        Columns.optionalText(row, "email")))
                .stream()
                .collect(Collectors.toMap(Person::id, Function.identity()));
    }

    /** Those of {@code ids} whose name or address contains the text, whatever its case; in no order. */
    public List<UUID> matching(Handle sql, UUID projectId, Collection<UUID> ids, String text) {
        return sql.createQuery("""
                        select id from identity.users
                        where project_id = :projectId and id = any(:ids)
                            and (strpos(lower(display_name), lower(:text)) > 0 or strpos(email, lower(:text)) > 0)
                        """)
                .bind("projectId", projectId)
                .bindArray("ids", UUID.class, ids.toArray())
                .bind("text", text)
                .mapTo(UUID.class)
                .list();
    }

    /** Who has these addresses, proved or not. */
    public Map<String, UUID> byEmail(Handle sql, UUID projectId, Collection<String> emails) {
        return sql
                .createQuery("""
                        select id, email from identity.users
                        where project_id = :projectId and email = any(:emails) and deleted_at is null
                        """)
                .bind("projectId", projectId)
                .bindArray("emails", String.class, emails.toArray())
                .map((row, context) -> Map.entry(row.getString("email"), Columns.uuid(row, "id")))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Whom these wallets sign in. */
    public Map<String, UUID> byWallet(Handle sql, UUID projectId, Collection<String> addresses) {
        return sql
                .createQuery("""
                        select user_id, subject from identity.credentials
                        where project_id = :projectId and kind = any(:kinds) and issuer = ''
                            and subject = any(:addresses)
                        """)
                .bind("projectId", projectId)
                .bindArray("kinds", String.class, wallets())
                .bindArray("addresses", String.class, addresses.toArray())
                .map((row, context) -> Map.entry(row.getString("subject"), Columns.uuid(row, "user_id")))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** The verified address of a user who may get in, and the wallets that sign them in. */
    public Reachable reachable(Handle sql, UUID projectId, UUID userId) {
        List<Map.Entry<Boolean, String>> found = sql.createQuery("""
                        select true as is_email, email as address from identity.users
                        where id = :userId and project_id = :projectId and email_verified and email is not null
                            and deleted_at is null
                        union all
                        select false, subject from identity.credentials
                        where user_id = :userId and project_id = :projectId and kind = any(:kinds) and issuer = ''
                        """)
                .bind("userId", userId)
                .bind("projectId", projectId)
                .bindArray("kinds", String.class, wallets())
                .map((row, context) -> Map.entry(row.getBoolean("is_email"), row.getString("address")))
                .list();
        Map<Boolean, List<String>> byKind = found.stream()
                .collect(Collectors.partitioningBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
        return new Reachable(
                List.copyOf(byKind.getOrDefault(true, List.of())), List.copyOf(byKind.getOrDefault(false, List.of())));
    }

    private static Object[] wallets() {
        return new Object[] {CredentialKind.SOLANA.wireName(), CredentialKind.STELLAR.wireName()};
    }
}
