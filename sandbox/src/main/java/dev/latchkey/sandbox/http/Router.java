package dev.latchkey.sandbox.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Routes by method and pattern; {@code {name}} in a pattern matches one segment. */
public final class Router {
    private final List<Route> routes = new ArrayList<>();
    private Prelude prelude = call -> {};

    private record Route(String method, List<String> pattern, Handler handler) {}

    public Router add(String method, String pattern, Handler handler) {
        routes.add(new Route(method, segments(pattern), handler));
        return this;
    }

    /** What happens before any route is asked. */
    @FunctionalInterface
    public interface Prelude {
        void run(Call call) throws InterruptedException;
    }

    public Router before(Prelude first) {
        prelude = first;
        return this;
    }

    Answer handle(Call call) throws InterruptedException {
        prelude.run(call);
        List<String> path = segments(call.path());
        boolean known = false;
        for (Route route : routes) {
            Optional<Map<String, String>> variables = match(route.pattern(), path);
            if (variables.isEmpty()) {
                continue;
            }
            known = true;
            if (route.method().equals(call.method())) {
                return route.handler().handle(call.with(variables.get()));
            }
        }
        throw known ? Problem.methodNotAllowed() : Problem.notFound();
    }

    private static Optional<Map<String, String>> match(List<String> pattern, List<String> path) {
        if (pattern.size() != path.size()) {
            return Optional.empty();
        }
        Map<String, String> variables = new HashMap<>();
        for (int i = 0; i < pattern.size(); i++) {
            String part = pattern.get(i);
            if (part.startsWith("{")) {
                variables.put(part.substring(1, part.length() - 1), path.get(i));
            } else if (!part.equals(path.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(variables);
    }

    private static List<String> segments(String path) {
        List<String> segments = new ArrayList<>();
        for (String part : path.split("/", -1)) {
            if (!part.isEmpty()) {
                segments.add(part);
            }
        }
        return segments;
    }
}
