package dev.latchkey.tenancy.apikey;

import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Caller;
import dev.latchkey.platform.http.Guard;
import dev.latchkey.platform.http.Page;
import dev.latchkey.platform.http.Reply;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.Scope;
import dev.latchkey.platform.http.Style;
import dev.latchkey.tenancy.Reach;
import dev.latchkey.tenancy.apikey.ApiKeyBodies.CreateApiKey;
import dev.latchkey.tenancy.apikey.ApiKeyBodies.RevokeApiKey;
import dev.latchkey.tenancy.apikey.ApiKeyBodies.RotateApiKey;
import dev.latchkey.tenancy.apikey.ApiKeyViews.ApiKeyList;
import dev.latchkey.tenancy.apikey.ApiKeyViews.CreatedApiKey;
import dev.latchkey.tenancy.apikey.ApiKeyViews.KeyOwner;
import dev.latchkey.tenancy.apikey.ApiKeyViews.ListedApiKey;
import dev.latchkey.tenancy.apikey.ApiKeyViews.Pagination;
import dev.latchkey.tenancy.apikey.ApiKeyViews.RevokedApiKey;
import dev.latchkey.tenancy.developer.DeveloperRoutes;
import dev.latchkey.tenancy.developer.Developers;
import dev.latchkey.tenancy.project.Project;
import dev.latchkey.tenancy.project.ProjectRoutes;
import dev.latchkey.tenancy.project.Projects;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The HTTP end of project keys (mux-api.md 5.5), and the route that shows whose key was sent. */
public final class ApiKeyRoutes {

    private static final String HEADING = "API keys";
    private static final int DEFAULT_PAGE_SIZE = 10;

    private final ApiKeys keys;
    private final Projects projects;
    private final Developers developers;

    public ApiKeyRoutes(ApiKeys keys, Projects projects, Developers developers) {
        this.keys = keys;
        this.projects = projects;
        this.developers = developers;
    }

    public List<Route> routes() {
        return List.of(
                Route.post("/api-keys")
                        .style(Style.MUX)
                        .guard(Guard.PROJECT_KEY_OR_OPERATOR)
                        .scope(Scope.API_KEYS_WRITE)
                        .body(CreateApiKey.class)
                        .answer(201, CreatedApiKey.class)
                        .summary(
                                HEADING,
                                "Makes a key for a project; its text is in this answer only. A key gives none that it lacks.")
                        .handle(this::create),
                Route.get("/api-keys")
                        .style(Style.MUX)
                        .guard(Guard.PROJECT_KEY_OR_OPERATOR)
                        .scope(Scope.API_KEYS_READ)
                        .query(
                                "projectId",
                                String.class,
                                "The project; where it is left out, a project key's own, or every one for the operator.")
                        .query("page", Integer.class, "Which page, from 1.")
                        .query("pageSize", Integer.class, "Keys on a page, 10 by default, 200 at most.")
                        .query(
                                "developerId",
                                String.class,
                                "With projectId: another developer's leads to 404. Without: all keys of this developer's.")
                        .answer(200, ApiKeyList.class)
                        .summary(HEADING, "Lists keys, newest first: a project's, or for the operator those of all.")
                        .handle(this::list),
                Route.post("/api-keys/{apiKeyId}/revoke")
                        .style(Style.MUX)
                        .guard(Guard.PROJECT_KEY_OR_OPERATOR)
                        .scope(Scope.API_KEYS_WRITE)
                        .optionalBody(RevokeApiKey.class)
                        .answer(200, RevokedApiKey.class)
                        .summary(HEADING, "Ends a key at once; doing it twice answers the first revocation.")
                        .handle(this::revoke),
                Route.post("/api-keys/{apiKeyId}/rotate")
                        .style(Style.MUX)
                        .guard(Guard.PROJECT_KEY_OR_OPERATOR)
                        .scope(Scope.API_KEYS_WRITE)
                        .optionalBody(RotateApiKey.class)
                        .answer(200, CreatedApiKey.class)
                        .summary(HEADING, "Makes a key's successor; the key itself works on for a grace period.")
                        .handle(this::rotate),
                Route.get("/wallets/protected")
                        .style(Style.MUX)
                        .guard(Guard.PROJECT_KEY)
                        .anyScope()
                        .answer(200, KeyOwner.class)
                        .summary(HEADING, "Shows whose key was sent.")
                        .handle(this::owner));
    }

    private Reply create(Call call) {
        CreateApiKey wanted = call.body(CreateApiKey.class);
        KeyScopes scopes = KeyScopes.chosen(Optional.ofNullable(wanted.scopes()));
        UUID projectId = reachable(call, wanted.projectId());
        ApiKeys.Wanted key = new ApiKeys.Wanted(wanted.name(), scopes, wanted.expiresAt());
        IssuedKey issued =
                keys.issue(projectId, key, call.origin()).orElseThrow(() -> ProjectRoutes.notFound(wanted.projectId()));
        return Reply.created(CreatedApiKey.of(issued));
    }

    private Reply list(Call call) {
        Page page = Page.byNumber(call, "pageSize", DEFAULT_PAGE_SIZE);
        ApiKeys.Listed listed = keys.list(whose(call), page.limit(), page.offset());
        long pages = Math.ceilDiv(listed.total(), page.limit());
        Reply reply = Reply.ok(new ApiKeyList(
                listed.keys().stream().map(ListedApiKey::of).toList(),
                new Pagination(page.number(), page.limit(), listed.total(), pages)));
        return page.number() < pages ? page.withNext(call, reply) : reply;
    }

    /** A project key names its own project or none; only the operator has keys of several to look at. */
    private ApiKeyStore.Whose whose(Call call) {
        Optional<String> developerId = call.query().text("developerId");
        Optional<String> projectId = call.query().text("projectId").or(() -> ownProject(call));
        if (projectId.isPresent()) {
            return Optional.of(reachable(call, projectId.get()))
                    .flatMap(projects::find)
                    .filter(found -> isOwner(found, developerId.orElse(null)))
                    .map(found -> new ApiKeyStore.Whose.Project(found.id()))
                    .orElseThrow(() -> ProjectRoutes.notFound(projectId.get()));
        }
        if (developerId.isEmpty()) {
            return new ApiKeyStore.Whose.Everybody();
        }
        return Call.parseUuid(developerId.get())
                .filter(id -> developers.find(id).isPresent())
                .map(ApiKeyStore.Whose.Developer::new)
                .orElseThrow(() -> DeveloperRoutes.notFound(developerId.get()));
    }

    private Reply revoke(Call call) {
        RevokeApiKey wanted = call.body(RevokeApiKey.class);
        return keys.revoke(id(call), wanted.reason(), reach(call, wanted.developerId()), call.origin())
                .map(key -> Reply.ok(RevokedApiKey.of(key)))
                .orElseThrow(() -> unknown(call));
    }

    private Reply rotate(Call call) {
        RotateApiKey wanted = call.body(RotateApiKey.class);
        return keys.rotate(id(call), wanted.name(), reach(call, wanted.developerId()), call.origin())
                .map(issued -> Reply.ok(CreatedApiKey.of(issued)))
                .orElseThrow(() -> unknown(call));
    }

    private Reply owner(Call call) {
        UUID projectId = call.projectKey().project();
        return keys.owner(projectId)
                .map(owner -> Reply.ok(new KeyOwner(
                        "This endpoint is protected by API key",
                        owner.developerEmail(),
                        owner.projectName(),
                        KeyScopes.spelledOut(call.projectKey().scopes()))))
                .orElseThrow(() -> ProjectRoutes.notFound(projectId.toString()));
    }

    private static Optional<String> ownProject(Call call) {
        return call.caller() instanceof Caller.ProjectKey key
                ? Optional.of(key.project().toString())
                : Optional.empty();
    }

    private static UUID reachable(Call call, String projectId) {
        return Call.parseUuid(projectId)
                .filter(id -> Reach.project(call.caller(), id))
                .orElseThrow(() -> ProjectRoutes.notFound(projectId));
    }

    /** Whether the caller sees a project's keys; a {@code developerId} that is not the owner's hides them. */
    private static Predicate<Project> reach(Call call, @Nullable String developerId) {
        return project -> Reach.project(call.caller(), project.id()) && isOwner(project, developerId);
    }

    private static boolean isOwner(Project project, @Nullable String developerId) {
        return developerId == null || project.developerId().toString().equals(developerId);
    }

    private static UUID id(Call call) {
        return call.id("apiKeyId", () -> unknown(call));
    }

    private static ApiException unknown(Call call) {
        return ApiException.notFound("API key " + call.pathParameter("apiKeyId") + " not found");
    }
}
