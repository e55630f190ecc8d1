package dev.latchkey.platform.audit;

import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Guard;
import dev.latchkey.platform.http.RateClass;
import dev.latchkey.platform.http.Reply;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.Style;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** The log for administrators: a system admin sees their project, the operator all of them (access.md 8). */
public final class AuditRoutes {

    private static final String TAG = "Audit";
    private static final String PROJECT_HEADER = Route.PROJECT.toLowerCase(Locale.ROOT);
    private static final Duration LONGEST_EXPORT = Duration.ofDays(366);

    private final AuditSearch search;
    private final AuditExport export;
    private final String path;

    public AuditRoutes(AuditSearch search, AuditExport export, String basePath) {
        this.search = search;
        this.export = export;
        this.path = basePath + "/admin/audit";
    }

    public List<Route> routes() {
        return List.of(
                AuditSearch.describe(admin(Route.get(path)))
                        .summary(TAG, "Lists audit events, newest first.")
                        .handle(call -> search.answer(call, scope(call))),
                admin(Route.get(path + "/export"))
                        .query("from", Instant.class, "The first moment")
                        .query("to", Instant.class, "The last moment, at most 366 days later")
                        .answer(200, "One JSON object a line, in the order of the log")
                        .answer(400, "No span of time, or too long a one")
                        .summary(TAG, "Exports audit events with their places in the chain.")
                        .handle(this::export));
    }

    private static Route.Builder admin(Route.Builder route) {
        return route.style(Style.AUTH)
                .guard(Guard.SYSTEM_ADMIN_OR_OPERATOR)
                .rate(RateClass.GENERAL)
                .header(Route.PROJECT, "Only events of this project, for the operator; those of all without it");
    }

    /** A project need not be active, or there any more, for its log to be read. */
    private static AuditQuery scope(Call call) {
        Optional<UUID> own = call.caller().projectId();
        Optional<String> named = call.header(PROJECT_HEADER);
        Optional<UUID> asked = named.flatMap(Call::parseUuid);
        boolean isForeign = own.isPresent() && !asked.equals(own);
        if (named.isPresent() && (asked.isEmpty() || isForeign)) {
            throw ApiException.notFound("Project " + named.get() + " not found");
        }
        return own.or(() -> asked).map(AuditQuery.everything()::project).orElseGet(AuditQuery::everything);
    }

    private Reply export(Call call) {
        Instant from = moment(call, "from");
        Instant to = moment(call, "to");
        if (to.isBefore(from) || Duration.between(from, to).compareTo(LONGEST_EXPORT) > 0) {
            throw ApiException.invalid("from and to must span at most 366 days");
        }
        UUID project = call.caller().projectId().orElse(null);
        AuditQuery query = scope(call).from(from).to(to);
        export.announce(call.origin(), project, from, to);
        return Reply.stream("application/x-ndjson", output -> export.write(query, output));
    }

    private static Instant moment(Call call, String name) {
        return call.query().instant(name).orElseThrow(() -> ApiException.invalid(name + " is required"));
    }
}
