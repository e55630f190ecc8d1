package dev.latchkey.server.guide;

import dev.latchkey.platform.Version;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Guard;
import dev.latchkey.platform.http.RateClass;
import dev.latchkey.platform.http.Reply;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.Style;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Serves the help for programs that read text (auth-api.md 18). */
public final class GuideRoutes {

    private static final String TAG = "Help for agents";
    private static final String PLAIN = "text/plain; charset=utf-8";
    private static final String MARKDOWN = "text/markdown; charset=utf-8";

    private final String basePath;
    private final Supplier<List<Route>> table;
    private final BooleanSupplier databaseUp;
    private final Clock clock;
    private final Map<String, byte[]> made = new ConcurrentHashMap<>();
    private volatile @Nullable Guide guide;

    /**
     * @param table the whole route table, known only after all rooms have brought theirs
     * @param databaseUp what the pool last saw; asks nothing
     */
    public GuideRoutes(String basePath, Supplier<List<Route>> table, BooleanSupplier databaseUp, Clock clock) {
        this.basePath = basePath;
        this.table = table;
        this.databaseUp = databaseUp;
        this.clock = clock;
    }

    public List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        for (String name : List.of("/llms.txt", "/ai.txt")) {
            routes.add(document(name, PLAIN, "Introduces the API to language models.", Guide::index));
        }
        for (String name : List.of("/agent.md", "/skill.md")) {
            routes.add(document(name, MARKDOWN, "Introduces the API to agents.", Guide::index));
        }
        routes.add(document("/llms-full.txt", PLAIN, "Describes every call for language models.", Guide::full));
        routes.add(document(
                "/llms-admin.txt", PLAIN, "Describes the administrators' calls.", all -> all.skill(Skill.ADMIN)));
        for (Skill skill : Skill.values()) {
            routes.add(document(
                    "/skills/" + skill.fileName() + ".md",
                    MARKDOWN,
                    "Describes the calls of one part: " + skill.title() + ".",
                    all -> all.skill(skill)));
        }
        routes.add(open("/.well-known/skills.zip")
                .answer(200, "A ZIP archive")
                .summary(TAG, "The Markdown files of all parts in one archive.")
                .handle(call -> raw("application/zip", "zip", Guide::archive)));
        routes.add(open("/heartbeat.md")
                .answer(200, "Markdown")
                .summary(TAG, "Says how the server is, for agents.")
                .handle(call -> Reply.text(MARKDOWN, heartbeat().markdown())));
        routes.add(open("/heartbeat.json")
                .answer(200, Heartbeat.class)
                .summary(TAG, "Says how the server is, for agents.")
                .handle(call -> Reply.ok(heartbeat())));
        routes.add(manifest("/skill.json"));
        routes.add(manifest("/.well-known/ai-discovery.json"));
        routes.add(manifest("/.well-known/agent.json"));
        routes.add(manifest("/.well-known/mcp"));
        routes.add(open("/.well-known/ai-plugin.json")
                .answer(200, Plugin.class)
                .summary(TAG, "The manifest that plug-in hosts read.")
                .handle(this::plugin));
        return List.copyOf(routes);
    }

    /** Whether the parts of the server work. */
    record Services(boolean auth, boolean database, boolean wallet) {}

    /** Answer of {@code GET /heartbeat.json}. */
    record Heartbeat(String status, String version, Instant timestamp, Services services) {

        private String markdown() {
            return "# Latchkey is " + status + "\n\n- version: " + version + "\n- time: " + timestamp + "\n- database: "
                    + (services.database() ? "connected" : "unreachable") + "\n";
        }
    }

    /** One file of the help. */
    record GuideFile(String name, String title, String path, String description) {}

    /**
     * What agents are told of the server; all paths are relative to it.
     *
     * @param mcp the server speaks no Model Context Protocol itself: the OpenAPI document is what a bridge needs
     */
    record Manifest(
            String name,
            String description,
            String version,
            String basePath,
            Map<String, String> authentication,
            Map<String, String> links,
            List<GuideFile> skills,
            boolean mcp) {}

    /** How a plug-in host reaches the API. */
    record Api(String type, String url) {}

    /** How a plug-in host signs its user in. */
    record PluginAuth(String type, String authorization_type) {}

    /** Answer of {@code GET /.well-known/ai-plugin.json}. */
    record Plugin(
            String schema_version,
            String name_for_human,
            String name_for_model,
            String description_for_human,
            String description_for_model,
            PluginAuth auth,
            Api api) {}

    private Route document(String name, String type, String summary, Function<Guide, String> text) {
        return open(name)
                .answer(200, "Text")
                .summary(TAG, summary)
                .handle(call -> raw(type, name, all -> text.apply(all).getBytes(StandardCharsets.UTF_8)));
    }

    private Route manifest(String name) {
        return open(name)
                .answer(200, Manifest.class)
                .summary(TAG, "Tells agents what the server offers and where it is described.")
                .handle(this::manifest);
    }

    private Route.Builder open(String name) {
        return Route.get(basePath + name).style(Style.AUTH).guard(Guard.OPEN).rate(RateClass.GENERAL);
    }

    private Reply manifest(Call call) {
        return Reply.ok(new Manifest(
                "latchkey",
                "Sign-in, organizations, permissions and invisible wallets behind one HTTP API",
                Version.current(),
                basePath,
                Map.of("header", "Authorization", "format", "Bearer <credential>", "keyPrefix", "ck_"),
                Map.of(
                        "openapi",
                        "/openapi.json",
                        "documentation",
                        "/docs",
                        "discovery",
                        basePath + "/discovery",
                        "llms",
                        basePath + "/llms.txt"),
                Arrays.stream(Skill.values())
                        .map(skill -> new GuideFile(
                                skill.fileName(),
                                skill.title(),
                                basePath + "/skills/" + skill.fileName() + ".md",
                                skill.purpose()))
                        .toList(),
                false));
    }

    private Reply plugin(Call call) {
        return Reply.ok(new Plugin(
                "v1",
                "Latchkey",
                "latchkey",
                "Sign-in, organizations and wallets.",
                "Manages the account, organizations, permissions and wallets of a user. Read /openapi.json for the calls.",
                new PluginAuth("user_http", "bearer"),
                new Api("openapi", "/openapi.json")));
    }

    private Heartbeat heartbeat() {
        boolean up = databaseUp.getAsBoolean();
        return new Heartbeat(up ? "healthy" : "degraded", Version.current(), clock.instant(), new Services(up, up, up));
    }

    private Reply raw(String type, String name, Function<Guide, byte[]> make) {
        byte[] bytes = made.computeIfAbsent(name, key -> make.apply(guide()));
        return new Reply(200, bytes, type, List.of(new Reply.Header("Cache-Control", "public, max-age=300")));
    }

    private Guide guide() {
        Guide known = guide;
        if (known == null) {
            known = new Guide(table.get(), basePath);
            guide = known;
        }
        return known;
    }
}
