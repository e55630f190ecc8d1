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

        /** A route, with the values of its path parameters (still percent-encoded once decoded by the server). */
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
        Map<String, String> parameters = new HashMap<>();
        Node node = root.find(segments, 0, parameters);
        if (node == null) {
            return new Match.Unknown();
        }
        Route route = node.routes.get(method);
        return route == null
                ? new Match.OtherMethod(EnumSet.copyOf(node.routes.keySet()))
                : new Match.Found(route, Map.copyOf(parameters));
    }

    /** The methods a path knows; empty for an unknown path. */
    Set<HttpMethod> methods(List<String> segments) {
        Node node = root.find(segments, 0, new HashMap<>());
        return node == null ? Set.of() : node.routes.keySet();
    }

    /** A canonical route keeps its place; an alias only takes what is free. */
    private void mountAlias(Route route, PathPattern path) {
        node(path).routes.putIfAbsent(route.method(), route);
    }

    private void mount(Route route, PathPattern path) {
        Route other = node(path).routes.putIfAbsent(route.method(), route);
        if (other != null) {
            throw new IllegalStateException(
                    "two routes at " + route.method() + " " + path + ": " + other.summary() + " / " + route.summary());
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
            return styles.contains(route.style()) && route.path().toString().startsWith(strip);
        }

        PathPattern place(Route route) {
            return PathPattern.of(prefix + route.path().toString().substring(strip.length()));
        }
    }

    private static final class Node {
        private final Map<String, Node> literals = new HashMap<>();
        private final Map<HttpMethod, Route> routes = new EnumMap<>(HttpMethod.class);
        private final List<Parameter> parameters = new ArrayList<>();

        private record Parameter(String name, Node node) {}

        Node child(String segment) {
            if (!PathPattern.isParameter(segment)) {
                return literals.computeIfAbsent(segment, key -> new Node());
            }
            String name = PathPattern.parameterName(segment);
            for (Parameter parameter : parameters) {
                if (parameter.name.equals(name)) {
                    return parameter.node;
                }
            }
            Parameter added = new Parameter(name, new Node());
            parameters.add(added);
            return added.node;
        }

        @Nullable
        Node find(List<String> segments, int at, Map<String, String> values) {
            if (at == segments.size()) {
                return routes.isEmpty() ? null : this;
            }
            String segment = segments.get(at);
            Node literal = literals.get(segment);
            if (literal != null) {
                Node found = literal.find(segments, at + 1, values);
                if (found != null) {
                    return found;
                }
            }
            for (Parameter parameter : parameters) {
                Node found = parameter.node.find(segments, at + 1, values);
                if (found != null) {
                    values.put(parameter.name, segment);
                    return found;
                }
            }
            return null;
        }
    }
}
