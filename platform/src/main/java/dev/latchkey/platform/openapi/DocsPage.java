package dev.latchkey.platform.openapi;

import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.json.Json;
import dev.latchkey.platform.json.Schemas;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The API document for people: one page, no scripts, a section per heading of the route table. */
public final class DocsPage {

    private static final String STYLE = """
            body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1f24}
            h1{margin-bottom:0}h2{margin-top:2.5rem;border-bottom:1px solid #d0d7de}
            details{margin:.35rem 0;padding:.35rem .6rem;border:1px solid #d0d7de;border-radius:6px}
            summary{cursor:pointer}code{font:14px ui-monospace,monospace}
            .m{display:inline-block;min-width:4rem;font-weight:700}.g{float:right;color:#57606a;font-size:.85rem}
            pre{background:#f6f8fa;padding:.6rem;overflow:auto}
            @media(prefers-color-scheme:dark){body{background:#0d1117;color:#e6edf3}pre{background:#161b22}
            details,h2{border-color:#30363d}.g{color:#9198a1}}
            """;

    private DocsPage() {}

    /** The page as HTML. */
    public static String html(List<Route> routes, String version) {
        Map<String, List<Route>> sections =
                routes.stream().collect(Collectors.groupingBy(Route::tag, LinkedHashMap::new, Collectors.toList()));
        StringBuilder page = new StringBuilder("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">")
                .append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">")
                .append("<title>Latchkey API</title><style>")
                .append(STYLE)
                .append("</style><h1>Latchkey API</h1><p>Version ")
                .append(escape(version))
                .append(" · machine-readable: <a href=\"/openapi.json\">/openapi.json</a></p><nav>");
        sections.keySet().forEach(tag -> page.append("<a href=\"#")
                .append(anchor(tag))
                .append("\">")
                .append(escape(tag))
                .append("</a> "));
        page.append("</nav>");
        sections.forEach((tag, members) -> {
            page.append("<h2 id=\"")
                    .append(anchor(tag))
                    .append("\">")
                    .append(escape(tag))
                    .append("</h2>");
            members.forEach(route -> page.append(section(route)));
        });
        return page.append("</html>").toString();
    }

    private static String section(Route route) {
        StringBuilder html = new StringBuilder("<details><summary><code class=\"m\">")
                .append(route.method())
                .append("</code> <code>")
                .append(escape(route.path().toString()))
                .append("</code> ")
                .append(escape(route.summary()))
                .append("<span class=\"g\">")
                .append(escape(route.guard().callers()))
                .append("</span></summary>");
        route.parameters().forEach(parameter -> html.append("<p>")
                .append(parameter.in())
                .append(" <code>")
                .append(escape(parameter.name()))
                .append("</code>: ")
                .append(escape(parameter.description()))
                .append("</p>"));
        Class<?> body = route.body();
        if (body != null) {
            html.append("<p>Body</p>").append(schema(body));
        }
        for (Route.Answer answer : route.answers()) {
            html.append("<p>")
                    .append(answer.status())
                    .append(" ")
                    .append(escape(answer.description()))
                    .append("</p>");
            if (answer.type() != null) {
                html.append(schema(answer.type()));
            }
        }
        return html.append("</details>").toString();
    }

    private static String schema(java.lang.reflect.Type type) {
        Schemas schemas = new Schemas();
        Map<String, Object> top = schemas.of(type);
        Map<String, Object> shown = new LinkedHashMap<>();
        if (top.containsKey("$ref")) {
            String name = top.get("$ref").toString().substring("#/components/schemas/".length());
            shown.putAll(schemas.components().getOrDefault(name, Map.of()));
        } else {
            shown.putAll(top);
        }
        return "<pre>"
                + escape(Json.NULLS_SHOWN.writerWithDefaultPrettyPrinter().writeValueAsString(shown))
                + "</pre>";
    }

    private static String anchor(String tag) {
        return tag.replaceAll("[^A-Za-z0-9]+", "-");
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
