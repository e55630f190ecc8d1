package dev.latchkey.platform.audit;

import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Page;
import dev.latchkey.platform.http.Query;
import dev.latchkey.platform.http.Reply;
import dev.latchkey.platform.http.Route;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Answers requests for a part of the log, whoever mounts them: {@link #describe} for the route, {@link #answer} for the call. */
public final class AuditSearch {

    /** No request makes the database count further than this. */
    public static final int EXACT = 1_000;

    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 200;
    private static final int MAX_OFFSET = 100_000;

    private final Database database;

    public AuditSearch(Database database) {
        this.database = database;
    }

    /** The parameters and the answer of a route that lists events. */
    public static Route.Builder describe(Route.Builder route) {
        return route.query("eventType", String.class, "Only events of this name")
                .query("actorUserId", UUID.class, "Only what this user did")
                .query("sessionId", UUID.class, "Only what happened in this session")
                .query("orgId", UUID.class, "Only events of this organization")
                .query("targetType", String.class, "Only events about this kind of thing")
                .query("targetId", String.class, "Only events about this thing")
                .query("from", Instant.class, "Not before this moment")
                .query("to", Instant.class, "Not after this moment")
                .query("limit", Integer.class, "At most 200, 100 by default")
                .query("offset", Integer.class, "How many to skip, at most 100,000; a cursor reaches further")
                .query("cursor", String.class, "Where the page before ended, from its Link header")
                .answer(200, AuditView.Logs.class)
                .answer(400, "An unknown event name, or a parameter that does not fit");
    }

    /** The newest events of {@code scope} that the call's parameters ask for. */
    public Reply answer(Call call, AuditQuery scope) {
        Query parameters = call.query();
        AuditQuery wanted = filtered(scope, parameters);
        int limit = Math.min(MAX_LIMIT, parameters.integer("limit", DEFAULT_LIMIT, 1, Integer.MAX_VALUE));
        int offset = parameters.integer("offset", 0, 0, MAX_OFFSET);
        Optional<Long> cursor = parameters.text("cursor").map(AuditSearch::decode);
        AuditQuery page = cursor.map(wanted::before).orElse(wanted);
        return database.read(sql -> {
            List<AuditRow> rows = AuditLog.rows(sql, page, limit + 1, offset);
            int total = AuditLog.countUpTo(sql, wanted, EXACT + 1);
            List<AuditRow> shown = rows.subList(0, Math.min(limit, rows.size()));
            Reply reply = Reply.ok(new AuditView.Logs(
                    shown.stream().map(AuditView::of).toList(), Math.min(total, EXACT), total <= EXACT));
            return rows.size() <= limit
                    ? reply
                    : Page.withNext(
                            call,
                            reply,
                            Map.of(
                                    "cursor", encode(shown.getLast().sequence()),
                                    "limit", String.valueOf(limit),
                                    "offset", "0"));
        });
    }

    /** {@code scope}, narrowed by the parameters; throws 400 for what cannot be asked. */
    static AuditQuery filtered(AuditQuery scope, Query parameters) {
        AuditQuery query = scope;
        Optional<String> type = parameters.text("eventType");
        if (type.isPresent()) {
            query = query.type(known(type.get()));
        }
        query = parameters.uuid("actorUserId").map(query::byUser).orElse(query);
        query = parameters.uuid("sessionId").map(query::session).orElse(query);
        query = parameters.uuid("orgId").map(query::organization).orElse(query);
        query = parameters.text("targetType").map(query::targetKind).orElse(query);
        query = parameters.text("targetId").map(query::target).orElse(query);
        query = parameters.instant("from").map(query::from).orElse(query);
        return parameters.instant("to").map(query::to).orElse(query);
    }

    private static String known(String type) {
        if (!AuditNames.isKnown(type)) {
            throw ApiException.invalid("eventType is not the name of an audit event");
        }
        return type;
    }

    private static String encode(long sequence) {
        byte[] text = Long.toString(sequence).getBytes(StandardCharsets.US_ASCII);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text);
    }

    private static long decode(String cursor) {
        try {
            return Long.parseLong(new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException notOurs) {
            throw ApiException.invalid("cursor is not one that was given out");
        }
    }
}
