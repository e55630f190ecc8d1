package dev.latchkey.access.decision;

import dev.latchkey.access.member.Memberships;
import dev.latchkey.access.policy.PolicySets;
import dev.latchkey.identity.Identity;
import dev.latchkey.identity.dpop.DpopSettings;
import dev.latchkey.platform.configuration.HttpSettings;
import dev.latchkey.platform.configuration.Settings;
import dev.latchkey.platform.http.Route;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

/** Everything that decides, put together. */
public final class DecisionServices {

    private final List<Route> routes;

    public DecisionServices(
            Memberships memberships, PolicySets policySets, Identity identity, Settings settings, Clock clock) {
        Decisions decisions = new Decisions(memberships, policySets);
        Subjects subjects = new Subjects(identity);
        String basePath = settings.get(HttpSettings.AUTH_BASE_PATH);
        this.routes = Stream.of(
                        new DecisionRoutes(decisions, memberships, subjects, basePath, clock).routes(),
                        new AuthZenRoutes(
                                        decisions, memberships, subjects, settings.get(DpopSettings.PUBLIC_URLS), clock)
                                .routes())
                .flatMap(List::stream)
                .toList();
    }

    public List<Route> routes() {
        return routes;
    }
}
