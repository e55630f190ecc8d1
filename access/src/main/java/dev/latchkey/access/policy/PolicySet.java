package dev.latchkey.access.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** All policies of an organization, compiled and found by permission. Never changes. */
public final class PolicySet {

    private static final String EVERYTHING = "*";

    private final UUID projectId;
    private final int weight;
    private final List<CompiledPolicy> disabled;
    private final Map<String, List<CompiledPolicy>> byPermission = new HashMap<>();

    /** @param weight about how many bytes the set takes */
    PolicySet(UUID projectId, List<CompiledPolicy> policies, int weight) {
        this.projectId = projectId;
        this.weight = weight;
        this.disabled = policies.stream().filter(policy -> !policy.enabled()).toList();
        policies.stream()
                .filter(CompiledPolicy::enabled)
                .sorted(CompiledPolicy.ORDER)
                .forEach(policy -> policy.permissions().stream().distinct().forEach(permission -> byPermission
                        .computeIfAbsent(permission, key -> new ArrayList<>())
                        .add(policy)));
    }

    /** A policy that has decided. */
    public record Match(UUID id, String name, Effect effect) {}

    /** The project that the organization belongs to. */
    public UUID projectId() {
        return projectId;
    }

    int weight() {
        return weight;
    }

    /** The first policy about the permission, in the order of precedence, whose conditions hold. */
    public Optional<Match> decide(String permission, Attributes attributes) {
        Candidates candidates = candidates(permission);
        for (CompiledPolicy policy = candidates.next(); policy != null; policy = candidates.next()) {
            if (policy.condition().holds(attributes)) {
                return Optional.of(new Match(policy.id(), policy.name(), policy.effect()));
            }
        }
        return Optional.empty();
    }

    /** What becomes of every policy about the permission, in the order in which they are asked. */
    public List<Considered> explain(String permission, Attributes attributes) {
        List<Considered> considered = new ArrayList<>();
        Candidates candidates = candidates(permission);
        boolean decided = false;
        for (CompiledPolicy policy = candidates.next(); policy != null; policy = candidates.next()) {
            Considered each = decided
                    ? Considered.of(policy, Considered.NOT_REACHED)
                    : Considered.of(policy, policy.condition().unmet(attributes));
            considered.add(each);
            decided = decided || each.outcome().equals(Considered.DECIDED);
        }
        disabled.stream()
                .filter(policy -> policy.permissions().stream().anyMatch(each -> covers(each, permission)))
                .forEach(policy -> considered.add(Considered.of(policy, Considered.DISABLED)));
        return considered;
    }

    /** Whether a policy about {@code stated} is about the permission. */
    static boolean covers(String stated, String permission) {
        return stated.equals(permission)
                || stated.equals(EVERYTHING)
                || (stated.endsWith(":*") && permission.startsWith(stated.substring(0, stated.length() - 1)));
    }

    /** The names under which there may be policies about the permission: its own, those of its areas, everything. */
    private Candidates candidates(String permission) {
        List<List<CompiledPolicy>> lists = new ArrayList<>(3);
        add(permission, lists);
        for (int colon = permission.lastIndexOf(':'); colon >= 0; colon = permission.lastIndexOf(':', colon - 1)) {
            String area = permission.substring(0, colon + 1) + EVERYTHING;
            if (!area.equals(permission)) {
                add(area, lists);
            }
        }
        if (!permission.equals(EVERYTHING)) {
            add(EVERYTHING, lists);
        }
        return new Candidates(lists);
    }

    private void add(String name, List<List<CompiledPolicy>> lists) {
        List<CompiledPolicy> policies = byPermission.get(name);
        if (policies != null) {
            lists.add(policies);
        }
    }

    /** Policies of several ordered lists in their common order, each once. */
    private static final class Candidates {

        private final List<List<CompiledPolicy>> lists;
        private final int[] positions;
        private long last = Long.MIN_VALUE;

        Candidates(List<List<CompiledPolicy>> lists) {
            this.lists = lists;
            this.positions = new int[lists.size()];
        }

        @Nullable
        CompiledPolicy next() {
            CompiledPolicy next = first();
            while (next != null && next.sequence() == last) {
                next = first();
            }
            if (next != null) {
                last = next.sequence();
            }
            return next;
        }

        private @Nullable CompiledPolicy first() {
            CompiledPolicy first = null;
            int from = -1;
            for (int i = 0; i < positions.length; i++) {
                if (positions[i] < lists.get(i).size()) {
                    CompiledPolicy candidate = lists.get(i).get(positions[i]);
                    if (first == null || CompiledPolicy.ORDER.compare(candidate, first) < 0) {
                        first = candidate;
                        from = i;
                    }
                }
            }
            if (from >= 0) {
                positions[from]++;
            }
            return first;
        }
    }
}
