package dev.latchkey.platform.http;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All routes and their aliases, found by method and path. Literal segments win over parameters. Two routes on one method
 * and path stop the start.
 */
public final class RouteTable {

    /** What a path leads to. */
    sealed interface Match {

        /** A route, with the values of its path parameters. */
        record Found(Route route, Map<String, String> parameters) implements Match {}

        /** The path exists, the method does not. */
        record OtherMethod(Set<HttpMethod> allowed) implements Match {}

        /** No such path. */
        record Unknown() implements Match {}
    }

    private final List<Route> routes;
    private final Node root = new Node();

    /**
     * @param routes at their canonical paths
     * @param aliases further places of the same routes, not shown in the document
     */
    public RouteTable(List<Route> routes, List<Alias> aliases) {
        this.routes = List.copyOf(routes);
        routes.forEach(route -> mount(route, route.path()));
        for (Alias alias : aliases) {
            routes.stream().filter(alias::covers).forEach(route -> mountAlias(route, alias.place(route)));
        }
    }

    /** The canonical routes, in the order in which the rooms brought them. */
    public List<Route> routes() {
        return routes;
    }

    Match find(HttpMethod method, List<String> segments) {
        List<String> values = new ArrayList<>();
        Node node = root.find(segments, 0, values);
        if (node == null) {
            return new Match.Unknown();
        }
        Mounted mounted = node.mounted.get(method);
        return mounted == null
                ? new Match.OtherMethod(EnumSet.copyOf(node.mounted.keySet()))
                : new Match.Found(mounted.route, mounted.named(values));
    }

    /** The methods a path knows; empty for an unknown path. */
    Set<HttpMethod> methods(List<String> segments) {
        Node node = root.find(segments, 0, new ArrayList<>());
        return node == null ? Set.of() : node.mounted.keySet();
    }

    /** A canonical route keeps its place; an alias only takes what is free. */
    private void mountAlias(Route route, PathPattern path) {
        node(path).mounted.putIfAbsent(route.method(), new Mounted(route, path.parameterNames()));
    }

    private void mount(Route route, PathPattern path) {
        Mounted other = node(path).mounted.putIfAbsent(route.method(), new Mounted(route, path.parameterNames()));
        if (other != null) {
            throw new IllegalStateException("two routes at " + route.method() + " " + path + ": "
                    + other.route.summary() + " / " + route.summary());
        }
    }

    private Node node(PathPattern path) {
        Node node = root;
        for (String segment : path.segments()) {
            node = node.child(segment);
        }
        return node;
    }

    /** A second prefix for every route of some kind, e.g. {@code /v1} for Mux routes. */
    public record Alias(String strip, String prefix, Set<Style> styles) {

        boolean covers(Route route) {
            return styles.contains(route.style()) && (route.path() + "/").startsWith(strip + "/");
        }

        PathPattern place(Route route) {
            return PathPattern.of(prefix + route.path().toString().substring(strip.length()));
        }
    }

    /** A route at one place; the parameters of the place have the names this route gives them. */
    private record Mounted(Route route, List<String> names) {

        Map<String, String> named(List<String> values) {
            Map<String, String> parameters = new HashMap<>();
            for (int i = 0; i < names.size(); i++) {
                parameters.put(names.get(i), values.get(i));
            }
            return Map.copyOf(parameters);
        }
    }

    private static final class Node {
        private final Map<String, Node> literals = new HashMap<>();
        private final Map<HttpMethod, Mounted> mounted = new EnumMap<>(HttpMethod.class);
        private @Nullable Node parameter;

        Node child(String segment) {
            if (!PathPattern.isParameter(segment)) {
                return literals.computeIfAbsent(segment, key -> new Node());
            }
            Node any = parameter == null ? new Node() : parameter;
            parameter = any;
            return any;
        }

        /** The node a path ends at; {@code values} then holds what stands at its parameters, from left to right. */
        @Nullable
        Node find(List<String> segments, int at, List<String> values) {
            if (at == segments.size()) {
                return mounted.isEmpty() ? null : this;
            }
            String segment = segments.get(at);
            Node literal = literals.get(segment);
            Node found = literal == null ? null : literal.find(segments, at + 1, values);
            if (found != null || parameter == null || segment.isEmpty()) {
                return found;
            }
            values.addLast(segment);
            found = parameter.find(segments, at + 1, values);
            if (found == null) {
                values.removeLast();
            }
            return found;
        }
    }
}
