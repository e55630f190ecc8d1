package dev.latchkey.testkit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Watches successful calls that change something, and then holds them against the audit log: each route must have left a
 * complete event when it was called, and no event may hold a secret that went over the wire.
 */
public final class AuditWalk {

    /**
     * One line of the route table.
     *
     * @param guard the name of who may call it
     */
    public record Line(String method, String path, String guard) {

        String name() {
            return method + " " + path;
        }

        private boolean covers(Change change) {
            return method.equals(change.method)
                    && PATTERNS.computeIfAbsent(path, Line::pattern)
                            .matcher(change.path)
                            .matches();
        }

        private static Pattern pattern(String template) {
            return Pattern.compile(template.replaceAll("\\{[^}]+}", "[^/]+"));
        }

        private long parameters() {
            return path.chars().filter(c -> c == '{').count();
        }
    }

    private record Change(String method, String path, String requestId) {}

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Set<String> SECRETS = Set.of(
            "password",
            "newPassword",
            "currentPassword",
            "accessToken",
            "refreshToken",
            "idToken",
            "token",
            "mfaToken",
            "mergeToken",
            "setupToken",
            "plainTextKey",
            "apiKey",
            "secret",
            "clientSecret",
            "recoveryCodes",
            "otpauthUri",
            "signedAuthEntry",
            "secretKey");
    private static final int SHORTEST_SECRET = 8;
    private static final Map<String, Pattern> PATTERNS = new ConcurrentHashMap<>();

    private final Queue<Change> changes = new ConcurrentLinkedQueue<>();
    private final Set<String> secrets = ConcurrentHashMap.newKeySet();

    /** To be hung into the probes of a test. */
    public void observe(HttpAnswer answer) {
        if (answer.method().equals("GET") || answer.status() >= 400) {
            return;
        }
        changes.add(new Change(
                answer.method(),
                answer.path().split("\\?", 2)[0],
                answer.header("x-request-id").orElse("")));
        collectSecrets(answer.requestBody());
        collectSecrets(answer.body());
    }

    /**
     * What is missing.
     *
     * @param table every route; those that only read are left out
     * @param exempt routes that change nothing worth an event, with the reason
     * @param isKnown whether an event may have this name
     */
    public List<String> problems(
            TestDatabase database, Collection<Line> table, Map<String, String> exempt, Predicate<String> isKnown) {
        Map<String, List<String>> events = events(database);
        List<Line> lines =
                table.stream().filter(line -> !line.method().equals("GET")).toList();
        List<String> problems = new ArrayList<>();
        for (Line line : lines) {
            if (!exempt.containsKey(line.name())) {
                problems.addAll(problems(line, lines, events));
            }
        }
        Set<String> names = lines.stream().map(Line::name).collect(Collectors.toSet());
        exempt.keySet().stream()
                .filter(name -> !names.contains(name))
                .forEach(name -> problems.add(name + " is exempt and does not exist"));
        database.column("select distinct type from platform.audit_events").stream()
                .filter(isKnown.negate())
                .forEach(name -> problems.add("the catalogue has no event " + name));
        problems.addAll(secretsIn(database));
        return problems;
    }

    private List<String> problems(Line line, List<Line> lines, Map<String, List<String>> events) {
        List<Change> calls = changes.stream()
                .filter(change -> lines.stream()
                        .filter(candidate -> candidate.covers(change))
                        .min(java.util.Comparator.comparingLong(Line::parameters))
                        .map(line::equals)
                        .orElse(false))
                .toList();
        if (calls.isEmpty()) {
            return List.of(line.name() + " never succeeded in this walk");
        }
        List<String> left = calls.stream()
                .flatMap(call -> events.getOrDefault(call.requestId, List.of()).stream())
                .toList();
        if (left.isEmpty()) {
            return List.of(line.name() + " succeeded without an event");
        }
        Predicate<String> complete = Pattern.compile(expected(line.guard())).asMatchPredicate();
        return left.stream().anyMatch(complete)
                ? List.of()
                : List.of(line.name() + " leaves incomplete events: " + new HashSet<>(left));
    }

    /** Who must be named, by guard: kind, actor, session, ip, user agent, target, outcome. */
    private static String expected(String guard) {
        String rest = " ip agent target SUCCESS .*";
        return switch (guard) {
            case "SESSION" -> "USER actor session" + rest;
            case "USER" -> "USER actor (session|-)" + rest;
            case "PROJECT_KEY" -> "PROJECT_KEY actor -" + rest;
            case "OPERATOR" -> "OPERATOR - -" + rest;
            case "PROJECT_KEY_OR_OPERATOR" -> "(PROJECT_KEY actor -|OPERATOR - -)" + rest;
            case "SYSTEM_ADMIN_OR_OPERATOR", "INSTALLATION_ADMIN" -> "(USER actor session|OPERATOR - -)" + rest;
            default -> ".* (actor|-) (session|-)" + rest;
        };
    }

    private static Map<String, List<String>> events(TestDatabase database) {
        Map<String, List<String>> events = new TreeMap<>();
        database.column("select concat_ws(' ', request_id, actor_kind, case when actor_id is null then '-' else 'actor'"
                        + " end, case when session_id is null then '-' else 'session' end, case when ip is null then '-'"
                        + " else 'ip' end, case when user_agent is null then '-' else 'agent' end, case when target_kind"
                        + " is null or target_id is null then '-' else 'target' end, outcome, type)"
                        + " from platform.audit_events where request_id is not null")
                .forEach(text -> {
                    String[] parts = text.split(" ", 2);
                    events.computeIfAbsent(parts[0], id -> new ArrayList<>()).add(parts[1]);
                });
        return events;
    }

    private List<String> secretsIn(TestDatabase database) {
        String log = String.join("\n", database.column("select e::text from platform.audit_events e"));
        return secrets.stream()
                .filter(log::contains)
                .map(secret -> "the log holds a secret of " + secret.length() + " characters that begins with "
                        + secret.substring(0, 4))
                .toList();
    }

    private void collectSecrets(String body) {
        if (body.startsWith("{")) {
            collectSecrets(JSON.readTree(body), false);
        }
    }

    private void collectSecrets(JsonNode node, boolean isSecret) {
        if (node.isString() && isSecret && node.stringValue().length() >= SHORTEST_SECRET) {
            secrets.add(node.stringValue());
        }
        node.forEach(item -> {
            if (node.isArray()) {
                collectSecrets(item, isSecret);
            }
        });
        node.properties().forEach(field -> collectSecrets(field.getValue(), SECRETS.contains(field.getKey())));
    }
}
