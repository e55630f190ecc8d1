package dev.latchkey.access.organization;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.access.AccessHouse;
import dev.latchkey.access.AccessHouse.Person;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class AdminOrganizationTest {

    @RegisterExtension
    static final AccessHouse house = AccessHouse.shared();

    private Person ada;
    private Person root;

    @BeforeEach
    void open() {
        ada = house.signUp("ada");
        root = house.promote(house.signUp("root"));
    }

    @Test
    void systemAdminsSeeTheOrganizationsOfTheirProjectAndNoOthers() {
        UUID id = house.found(ada, "Acme");
        UUID other = house.otherProject();
        Person alien = house.promote(house.signUp("alien", other));
        UUID foreign = house.found(alien, "Foreign");
        root.probe()
                .get("/auth/admin/orgs")
                .hasStatus(200)
                .hasValue("/total", 1)
                .hasValue("/limit", 50)
                .hasValue("/offset", 0)
                .hasValue("/orgs/0/id", id.toString())
                .hasValue("/orgs/0/ownerId", ada.id().toString())
                .hasValue("/orgs/0/isPersonal", false)
                .lacks("/orgs/0/role");
        root.probe().get("/auth/admin/orgs/" + id).hasStatus(200).hasValue("/slug", "acme");
        root.probe().get("/auth/admin/orgs/" + foreign).hasStatus(404);
        root.probe().get("/auth/admin/orgs/" + foreign).hasStatus(404);
        HttpProbe pretender = root.probe().withHeader("X-Latchkey-Project", other.toString());
        pretender.get("/auth/admin/orgs").hasStatus(404).neverMentions("Foreign");
        root.probe().get("/auth/admin/orgs").hasStatus(200).neverMentions("Foreign");
        root.probe().get("/auth/admin/orgs/none").hasStatus(404);
        alien.probe().get("/auth/admin/orgs").hasStatus(200).hasValue("/orgs/0/name", "Foreign");
        alien.probe().get("/auth/admin/orgs/" + id).hasStatus(404);
        house.operator().get("/auth/admin/orgs").hasStatus(200).hasValue("/orgs/0/name", "Acme");
        house.operator()
                .withHeader("X-Latchkey-Project", other.toString())
                .get("/auth/admin/orgs")
                .hasStatus(200)
                .hasValue("/orgs/0/name", "Foreign");
        house.operator()
                .withHeader("X-Latchkey-Project", "x")
                .get("/auth/admin/orgs")
                .hasStatus(404);
    }

    @Test
    void nobodyElseIsLetIn() {
        UUID id = house.found(ada, "Acme");
        ada.probe().get("/auth/admin/orgs").hasStatus(403).hasValue("/code", "FORBIDDEN");
        ada.probe().get("/auth/admin/orgs/" + id).hasStatus(403);
        house.backend().get("/auth/admin/orgs").hasStatus(403);
        house.anonymous.get("/auth/admin/orgs").hasStatus(401);
        house.rows.execute("update identity.users set is_system_admin = false where id = '" + root.id() + "'");
        root.probe().get("/auth/admin/orgs").hasStatus(403);
    }

    @Test
    void cursorsLeadThroughAllOfThemAndNewOnesInBetweenMoveNothing() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            house.clock.advance(Duration.ofSeconds(i % 2));
            house.found(ada, "Org " + i);
        }
        String next = "/auth/admin/orgs?limit=3";
        while (!next.isEmpty()) {
            HttpAnswer page = root.probe().get(next).hasStatus(200);
            page.json().at("/orgs").forEach(org -> names.add(org.get("name").asString()));
            house.clock.advance(Duration.ofSeconds(1));
            house.found(ada, "Later " + names.size());
            next = page.header("Link")
                    .map(link -> link.replaceAll("^<|>.*$", ""))
                    .orElse("");
        }
        assertThat(names).hasSize(7).doesNotHaveDuplicates().allMatch(name -> name.startsWith("Org"));
        root.probe().get("/auth/admin/orgs?limit=2&offset=1").hasStatus(200).hasValue("/offset", 1);
        root.probe().get("/auth/admin/orgs?cursor=x").hasStatus(400);
        root.probe().get("/auth/admin/orgs?cursor=" + "YSBi").hasStatus(400);
    }
}
