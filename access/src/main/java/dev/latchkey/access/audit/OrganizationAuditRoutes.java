package dev.latchkey.access.audit;

import dev.latchkey.platform.audit.AuditQuery;
import dev.latchkey.platform.audit.AuditSearch;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Guard;
import dev.latchkey.platform.http.Permission;
import dev.latchkey.platform.http.RateClass;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.Style;
import java.util.List;

/** The log of one organization (access.md 8). */
public final class OrganizationAuditRoutes {

    private final AuditSearch search;
    private final String path;

    public OrganizationAuditRoutes(Database database, String basePath) {
        this.search = new AuditSearch(database);
        this.path = basePath + "/orgs/{org_id}/audit";
    }

    public List<Route> routes() {
        return List.of(AuditSearch.describe(Route.get(path)
                        .style(Style.AUTH)
                        .guard(Guard.USER)
                        .permission(Permission.of("audit:read"))
                        .rate(RateClass.GENERAL))
                .summary("Audit", "Lists what happened in the organization, newest first.")
                .handle(call -> search.answer(call, scope(call))));
    }

    private static AuditQuery scope(Call call) {
        return AuditQuery.everything()
                .project(call.user().project())
                .organization(call.id(Route.ORGANIZATION, () -> ApiException.forbidden("You are not a member")));
    }
}
