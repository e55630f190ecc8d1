package dev.latchkey.payments;

import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Guard;
import dev.latchkey.platform.http.RateClass;
import dev.latchkey.platform.http.Reply;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.Style;
import java.util.List;

/** Tells the operator how each network is doing: is it read, who pays, what waits. */
final class NetworkRoutes {

    private final List<NetworkEngine> engines;

    NetworkRoutes(List<NetworkEngine> engines) {
        this.engines = engines;
    }

    List<Route> routes() {
        return List.of(Route.get("/internal/networks")
                .style(Style.MUX)
                .guard(Guard.OPERATOR)
                .rate(RateClass.NONE)
                .answer(200, Route.listOf(NetworkReport.class))
                .summary("Operations", "Report how payments on each network are doing")
                .handle(this::list));
    }

    private Reply list(Call call) {
        return Reply.ok(engines.stream().map(NetworkEngine::report).toList());
    }
}
