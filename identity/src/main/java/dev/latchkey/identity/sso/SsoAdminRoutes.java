package dev.latchkey.identity.sso;

import dev.latchkey.identity.project.ProjectResolver;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Page;
import dev.latchkey.platform.http.Reply;
import dev.latchkey.platform.http.Route;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The issuers of a project, for system admins and the operator (admin-settings.md 8). */
final class SsoAdminRoutes {

    private static final String TAG = "Single sign-on";

    private final SsoProviders providers;
    private final ProjectResolver projects;
    private final String path;
    private final boolean hasCallback;

    /** @param hasCallback whether issuers can be told where to send browsers back to */
    SsoAdminRoutes(SsoProviders providers, ProjectResolver projects, String basePath, boolean hasCallback) {
        this.providers = providers;
        this.projects = projects;
        this.path = basePath + "/admin/sso-providers";
        this.hasCallback = hasCallback;
    }

    List<Route> routes() {
        return List.of(
                Route.get(path)
                        .forAdministrators()
                        .query("org_id", UUID.class, "Only those of one organization")
                        .query("limit", Integer.class, "At most 100, 50 by default")
                        .query("offset", Integer.class, "How many to skip")
                        .answer(200, ProviderList.class)
                        .summary(TAG, "Lists the issuers of the project, newest first.")
                        .handle(this::list),
                Route.post(path)
                        .forAdministrators()
                        .body(CreateSsoProvider.class)
                        .answer(200, SsoProviderView.class)
                        .answer(400, "The issuer cannot be used, or the organization has an enabled one")
                        .summary(TAG, "Enters an issuer, after asking it for its discovery document.")
                        .handle(this::create),
                Route.get(path + "/{id}")
                        .forAdministrators()
                        .answer(200, SsoProviderView.class)
                        .summary(TAG, "Shows an issuer.")
                        .handle(call -> shown(providers.get(project(call), id(call)))),
                Route.put(path + "/{id}")
                        .forAdministrators()
                        .body(ChangeSsoProvider.class)
                        .answer(200, SsoProviderView.class)
                        .answer(400, "The issuer cannot be used, or the organization has an enabled one")
                        .summary(TAG, "Changes an issuer; what is left out stays.")
                        .handle(call -> shown(providers.change(
                                project(call), id(call), call.body(ChangeSsoProvider.class), call.origin()))),
                Route.delete(path + "/{id}")
                        .forAdministrators()
                        .answer(200, Done.class)
                        .summary(TAG, "Removes an issuer; its users keep their accounts.")
                        .handle(this::delete));
    }

    private Reply list(Call call) {
        Page asked = Page.bounded(call);
        int limit = asked.limit();
        int offset = Math.toIntExact(asked.offset());
        @Nullable UUID orgId = call.query().uuid("org_id").orElse(null);
        SsoProviders.Page page = providers.list(project(call), orgId, limit, offset);
        return Reply.ok(new ProviderList(
                page.providers().stream().map(SsoProviderView::of).toList(), page.total(), limit, offset));
    }

    private Reply create(Call call) {
        if (!hasCallback) {
            throw ApiException.invalid("Set " + SsoSettings.CALLBACK_URL.name() + " first: issuers need to know it");
        }
        return shown(providers.create(project(call), call.body(CreateSsoProvider.class), call.origin()));
    }

    private Reply delete(Call call) {
        providers.delete(project(call), id(call), call.origin());
        return Reply.ok(new Done(true));
    }

    private static Reply shown(SsoProvider provider) {
        return Reply.ok(SsoProviderView.of(provider));
    }

    private UUID project(Call call) {
        return projects.projectOf(call);
    }

    private static UUID id(Call call) {
        return call.id("id", SsoProviders::unknown);
    }

    /** Answer of {@code GET /admin/sso-providers}. */
    record ProviderList(List<SsoProviderView> providers, int total, int limit, int offset) {}

    /** Answer of {@code DELETE /admin/sso-providers/{id}}. */
    record Done(boolean success) {}
}
