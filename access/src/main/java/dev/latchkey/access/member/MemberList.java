package dev.latchkey.access.member;

import dev.latchkey.identity.user.Directory;
import dev.latchkey.platform.http.Slice;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Lists members with their names and addresses, in a number of statements that does not depend on how many there are. */
final class MemberList {

    /** Among how many members, the first to join, names are looked for. */
    private static final int MAX_SEARCHED = 50_000;

    private final MemberStore store = new MemberStore();
    private final Directory directory;

    MemberList(Directory directory) {
        this.directory = directory;
    }

    /**
     * A page.
     *
     * @param total {@code null} on pages that a cursor leads to
     * @param more whether there is a next page
     */
    record Found(List<MemberView> members, @Nullable Integer total, boolean more) {}

    /** Throws 400 for a role that the organization does not have. */
    MemberStore.Wanted wanted(Handle sql, UUID organizationId, @Nullable String role) {
        if (role == null) {
            return new MemberStore.Wanted(organizationId, null, null);
        }
        RoleChoice choice = RoleChoice.of(sql, organizationId, role);
        return new MemberStore.Wanted(
                organizationId, choice.custom() == null ? choice.builtIn() : null, choice.customId());
    }

    Found page(Handle sql, UUID projectId, MemberStore.Wanted wanted, Slice slice) {
        List<Membership> fetched = store.page(sql, wanted, slice.after(), slice.fetch(), slice.offset());
        Integer total = slice.after() == null ? store.count(sql, wanted) : null;
        List<Membership> shown = slice.shown(fetched);
        return new Found(views(sql, projectId, shown), total, fetched.size() > shown.size());
    }

    /** Those whose name or address contains the text. */
    Found search(Handle sql, UUID projectId, MemberStore.Wanted wanted, String text, Slice slice) {
        List<UUID> all = store.userIds(sql, wanted, MAX_SEARCHED);
        Set<UUID> matching = new HashSet<>(directory.matching(sql, projectId, all, text));
        List<UUID> page = all.stream()
                .filter(matching::contains)
                .skip(slice.offset())
                .limit(slice.limit())
                .toList();
        Map<UUID, Membership> found = store.ofUsers(sql, wanted.organizationId(), page);
        List<Membership> shown =
                page.stream().map(found::get).filter(Objects::nonNull).toList();
        return new Found(views(sql, projectId, shown), matching.size(), false);
    }

    List<MemberView> views(Handle sql, UUID projectId, List<Membership> members) {
        Map<UUID, Directory.Person> people = directory.people(
                sql, projectId, members.stream().map(Membership::userId).toList());
        return members.stream()
                .map(member -> MemberView.of(member, people.get(member.userId())))
                .toList();
    }
}
