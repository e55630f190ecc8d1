package dev.latchkey.server.guide;

import dev.latchkey.platform.http.Permission;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.StepUp;
import dev.latchkey.platform.json.Json;
import dev.latchkey.platform.json.Schemas;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The help as Markdown, made of the routes once they are all known. */
final class Guide {

    private final Map<Skill, List<Route>> routes;
    private final String basePath;

    Guide(List<Route> table, String basePath) {
        this.basePath = basePath;
        this.routes = table.stream()
                .collect(Collectors.groupingBy(
                        route -> Skill.of(route, basePath), () -> new EnumMap<>(Skill.class), Collectors.toList()));
    }

    /** What there is, with links: {@code llms.txt}, {@code ai.txt}, {@code agent.md}, {@code skill.md}. */
    String index() {
        StringBuilder text =
                new StringBuilder("""
                # Latchkey

                > Sign-in and invisible wallets behind one HTTP API: accounts, organizations and permissions, wallets on
                > Stellar whose keys stay on the server, payments whose fees somebody else pays.

                The complete description is the OpenAPI document at `/openapi.json`; `GET %s/discovery` lists the ways to
                sign in that are switched on.

                """.formatted(basePath)).append(credentials()).append("\n## Parts\n\n");
        routes.forEach((skill, members) -> text.append("- [")
                .append(skill.title())
                .append("](")
                .append(basePath)
                .append("/skills/")
                .append(skill.fileName())
                .append(".md): ")
                .append(skill.purpose())
                .append(' ')
                .append(members.size())
                .append(" calls.\n"));
        return text.append("- [Everything in one file](")
                .append(basePath)
                .append("/llms-full.txt)\n")
                .toString();
    }

    private String credentials() {
        return """
            ## Credentials

            Send one in `Authorization: Bearer …`:

            - a user's access token, from any way to sign in; it lives for some minutes, `POST %1$s/refresh` gives the next;
            - a user's API key (`ck_…`), made under `%1$s/user/api-keys`;
            - a project key (`mux_…`) of an application's backend; never put one into a browser or an app;
            - the operator's token (`op_…`), for what concerns the whole installation.

            Every error is JSON with a `code` to switch on and a sentence that says what to do. A 429 says in
            `Retry-After` when to come back; a 403 `STEP_UP_REQUIRED` says how to prove again who you are.
            """.formatted(basePath);
    }

    /** Every call of every part. */
    String full() {
        StringBuilder text = new StringBuilder(index());
        routes.keySet().forEach(skill -> text.append('\n').append(skill(skill)));
        return text.toString();
    }

    /** The calls of one part. */
    String skill(Skill skill) {
        StringBuilder text = new StringBuilder("# ")
                .append(skill.title())
                .append("\n\n")
                .append(skill.purpose())
                .append("\n");
        routes.getOrDefault(skill, List.of()).forEach(route -> describe(route, text));
        return text.toString();
    }

    /** The Markdown files of all parts, as a ZIP archive that is the same whenever it is made. */
    byte[] archive() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            enter(zip, "skill.md", index());
            for (Skill skill : routes.keySet()) {
                enter(zip, "skills/" + skill.fileName() + ".md", skill(skill));
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static void enter(ZipOutputStream zip, String name, String text) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(text.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }

    private static void describe(Route route, StringBuilder text) {
        text.append("\n## ")
                .append(route.method())
                .append(' ')
                .append(route.path())
                .append("\n\n")
                .append(route.summary())
                .append("\n\nCaller: ")
                .append(caller(route))
                .append(".\n");
        route.parameters().forEach(parameter -> text.append("- ")
                .append(parameter.in())
                .append(" `")
                .append(parameter.name())
                .append("`: ")
                .append(parameter.description())
                .append('\n'));
        Class<?> body = route.body();
        if (body != null) {
            Schemas schemas = new Schemas();
            schemas.of(body);
            text.append("- body: `")
                    .append(Json.write(schemas.components().getOrDefault(body.getSimpleName(), Map.of())))
                    .append("`\n");
        }
        route.answers().forEach(answer -> text.append("- answers ")
                .append(answer.status())
                .append(answer.description().isEmpty() ? "" : ": " + answer.description())
                .append('\n'));
    }

    private static String caller(Route route) {
        Permission permission = route.permission();
        String needs = permission == null ? "" : " with `" + permission.name() + "` in the organization";
        return route.guard().callers()
                + needs
                + (route.stepUp() == StepUp.NONE ? "" : ", who has just proved who they are");
    }
}
