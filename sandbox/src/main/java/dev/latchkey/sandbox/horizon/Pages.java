package dev.latchkey.sandbox.horizon;

import dev.latchkey.sandbox.history.PageRequest;
import dev.latchkey.sandbox.history.Position;
import dev.latchkey.sandbox.history.Positioned;
import dev.latchkey.sandbox.http.Answer;
import dev.latchkey.sandbox.http.Call;
import dev.latchkey.sandbox.http.Problem;
import dev.latchkey.sandbox.network.StellarNetwork;
import dev.latchkey.sandbox.network.StellarNetwork.Snapshot;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Collections: pages with cursors, or streams of the same records when the reader accepts events. */
final class Pages {
    private final StellarNetwork network;
    private final Links links;
    private final EventStreams streams;

    Pages(StellarNetwork network, Links links, EventStreams streams) {
        this.network = network;
        this.links = links;
        this.streams = streams;
    }

    /** A collection in the order of history. {@code source} runs on one consistent ledger. */
    <T extends Positioned> Answer history(
            Call call, BiFunction<Snapshot, PageRequest, List<T>> source, Function<? super T, ObjectNode> render) {
        PageRequest request = request(call);
        if (call.wantsEvents()) {
            return streams.open(request, source, render);
        }
        List<T> records = network.read(snapshot -> source.apply(snapshot, request));
        return Answer.ok(page(
                call,
                records.stream().map(render).toList(),
                records.stream().map(record -> record.position().token()).toList()));
    }

    private PageRequest request(Call call) {
        boolean descending = Parameters.descending(call);
        int limit = Parameters.limit(call);
        String cursor = call.query("cursor")
                .or(() -> call.header("Last-Event-ID").filter(id -> call.wantsEvents()))
                .orElse("");
        if (cursor.isEmpty()) {
            return new PageRequest(null, descending, limit);
        }
        if (cursor.equals("now")) {
            int latest = network.read(snapshot -> snapshot.history().latest().sequence());
            return new PageRequest(new Position((((long) latest + 1) << 32) - 1, 0), descending, limit);
        }
        Position position = Position.parse(cursor)
                .orElseThrow(
                        () -> Problem.badRequest("cursor", "cursor must contain exactly one colon or be a number"));
        return new PageRequest(position, descending, limit);
    }

    /** A collection of what exists now, ordered by its tokens. */
    <T> Answer present(
            Call call,
            Function<Snapshot, List<T>> source,
            Function<? super T, String> token,
            BiFunction<Snapshot, ? super T, ObjectNode> render) {
        boolean descending = Parameters.descending(call);
        int limit = Parameters.limit(call);
        String cursor = call.query("cursor").orElse("");
        return network.read(snapshot -> {
            TreeMap<String, T> sorted = new TreeMap<>();
            source.apply(snapshot).forEach(each -> sorted.put(token.apply(each), each));
            Map<String, T> rest = sorted;
            if (!cursor.isEmpty()) {
                rest = descending ? sorted.headMap(cursor, false) : sorted.tailMap(cursor, false);
            }
            TreeMap<String, T> ordered = new TreeMap<>(rest);
            List<String> tokens = (descending ? ordered.descendingKeySet() : ordered.navigableKeySet())
                    .stream().limit(limit).toList();
            List<ObjectNode> records = tokens.stream()
                    .map(each -> render.apply(snapshot, ordered.get(each)))
                    .toList();
            return Answer.ok(page(call, records, tokens));
        });
    }

    private ObjectNode page(Call call, List<ObjectNode> records, List<String> tokens) {
        boolean descending = Parameters.descending(call);
        String cursor = call.query("cursor").orElse("");
        String last = tokens.isEmpty() ? cursor : tokens.getLast();
        String first = tokens.isEmpty() ? cursor : tokens.getFirst();
        ObjectNode page = Links.object();
        page.set(
                "_links",
                links.of(
                        "self",
                        address(call, cursor, descending),
                        "next",
                        address(call, last, descending),
                        "prev",
                        address(call, first, !descending)));
        ArrayNode array = page.putObject("_embedded").putArray("records");
        records.forEach(array::add);
        return page;
    }

    private static String address(Call call, String cursor, boolean descending) {
        StringBuilder address = new StringBuilder(call.path());
        address.append("?cursor=").append(encoded(cursor));
        address.append("&limit=").append(Parameters.limit(call));
        address.append("&order=").append(descending ? "desc" : "asc");
        call.queries().forEach((name, value) -> {
            if (!name.equals("cursor") && !name.equals("limit") && !name.equals("order")) {
                address.append('&').append(encoded(name)).append('=').append(encoded(value));
            }
        });
        return address.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
