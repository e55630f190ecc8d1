package dev.latchkey.access.decision;

import dev.latchkey.access.member.Memberships;
import dev.latchkey.access.policy.PolicySets;
import dev.latchkey.identity.Identity;
import dev.latchkey.platform.http.Route;
import java.time.Clock;
import java.util.List;

/** Everything that decides, put together. */
public final class DecisionServices {

    private final List<Route> routes;

    public DecisionServices(
            Memberships memberships, PolicySets policySets, Identity identity, String basePath, Clock clock) {
        Decisions decisions = new Decisions(memberships, policySets);
        Subjects subjects = new Subjects(identity);
        this.routes = new DecisionRoutes(decisions, memberships, subjects, basePath, clock).routes();
    }

    public List<Route> routes() {
        return routes;
    }
}
