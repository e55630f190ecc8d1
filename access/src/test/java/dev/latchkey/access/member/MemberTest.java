package dev.latchkey.access.member;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.access.AccessHouse;
import dev.latchkey.access.AccessHouse.Person;
import dev.latchkey.testkit.HttpAnswer;
import dev.latchkey.testkit.HttpProbe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class MemberTest {

    @RegisterExtension
    static final AccessHouse house = AccessHouse.shared();

    private Person owner;
    private Person admin;
    private Person member;
    private Person viewer;
    private Person outsider;
    private UUID org;

    @BeforeEach
    void open() {
        owner = house.signUp("owner");
        admin = house.signUp("admin");
        member = house.signUp("member");
        viewer = house.signUp("viewer");
        outsider = house.signUp("outsider");
        org = house.found(owner, "Acme");
        house.join(org, admin, "admin");
        house.join(org, member, "member");
        house.join(org, viewer, "viewer");
    }

    @Test
    void everyMemberSeesTheMembersAndNobodyElseDoes() {
        for (Person reader : List.of(owner, admin, member, viewer)) {
            HttpAnswer list = reader.probe()
                    .get(members())
                    .hasStatus(200)
                    .hasValue("/total", 4)
                    .hasValue("/members/0/userId", owner.id().toString())
                    .hasValue("/members/0/role", "owner")
                    .hasValue("/members/0/email", "owner@example.com")
                    .hasValue("/members/0/name", "owner")
                    .hasValueMatching("/members/0/joinedAt", "2026-.*Z")
                    .hasValueMatching("/members/0/id", "[0-9a-f-]{36}")
                    .lacks("/members/0/customRoleId");
            assertThat(list.json().at("/members").size()).isEqualTo(4);
        }
        Person alien = house.signUp("alien", house.otherProject());
        outsider.probe().get(members()).hasStatus(403).neverMentions("example.com");
        alien.probe().get(members()).hasStatus(403).neverMentions("example.com");
        house.anonymous.get(members()).hasStatus(401);
        house.backend().get(members()).hasStatus(401);
    }

    @Test
    void theListIsSearchedFilteredAndPagedInTheSameNumberOfStatements() {
        int few = statements("?limit=2");
        for (int i = 0; i < 6; i++) {
            house.join(org, house.signUp("extra" + i), "viewer");
        }
        assertThat(statements("?limit=100")).isLessThanOrEqualTo(few);
        assertThat(statements("?search=extra")).isLessThanOrEqualTo(few + 2);
        assertThat(emails("?search=EXTRA1")).containsExactly("extra1@example.com");
        assertThat(emails("?search=extra&limit=2&offset=1"))
                .containsExactly("extra1@example.com", "extra2@example.com");
        owner.probe().get(members() + "?search=extra").hasValue("/total", 6);
        assertThat(emails("?search=%25")).isEmpty();
        assertThat(emails("?search=outsider")).isEmpty();
        assertThat(emails("?role=admin")).containsExactly("admin@example.com");
        UUID role = house.role(org, "Editor", "content:write");
        owner.probe().patch(of(viewer), Map.of("role", "editor")).hasStatus(200);
        assertThat(emails("?role=Editor")).containsExactly("viewer@example.com");
        assertThat(emails("?role=" + role)).containsExactly("viewer@example.com");
        owner.probe().get(members() + "?role=king").hasStatus(400);
        owner.probe().get(members() + "?search=" + "x".repeat(101)).hasStatus(400);
        owner.probe().get(members() + "?limit=0").hasStatus(400);
        List<String> seen = new ArrayList<>();
        String next = members() + "?limit=3";
        while (!next.isEmpty()) {
            HttpAnswer page = owner.probe().get(next).hasStatus(200);
            page.json().at("/members").forEach(one -> seen.add(one.get("email").asString()));
            next = page.header("Link")
                    .map(link -> link.replaceAll("^<|>.*$", ""))
                    .orElse("");
        }
        assertThat(seen).hasSize(10).doesNotHaveDuplicates().startsWith("owner@example.com", "admin@example.com");
    }

    @Test
    void rolesAreChangedByTheRulesOfTheContract() {
        owner.probe().patch(of(owner), Map.of("role", "nonsense")).hasStatus(403);
        owner.probe().patch(of(outsider), Map.of("role", "nonsense")).hasStatus(400);
        owner.probe().patch(of(member), Map.of()).hasStatus(400);
        owner.probe().patch(of(member), Map.of("role", "")).hasStatus(400);
        outsider.probe().patch(of(member), Map.of("role", "admin")).hasStatus(403);
        owner.probe().patch(of(outsider), Map.of("role", "admin")).hasStatus(404);
        owner.probe().patch(members() + "/none", Map.of("role", "admin")).hasStatus(404);
        member.probe().patch(of(viewer), Map.of("role", "member")).hasStatus(403);
        viewer.probe().patch(of(member), Map.of("role", "viewer")).hasStatus(403);
        admin.probe().patch(of(owner), Map.of("role", "member")).hasStatus(403);
        admin.probe().patch(of(member), Map.of("role", "owner")).hasStatus(403);
        assertThat(house.rows.queryLong(
                        "select count(*) from platform.audit_events where type = 'member.role_changed'"))
                .isZero();
        admin.probe()
                .patch(of(member), Map.of("role", "viewer"))
                .hasStatus(200)
                .hasValue("/role", "viewer")
                .hasValue("/userId", member.id().toString())
                .hasValue("/email", "member@example.com");
        admin.probe().patch(of(member), Map.of("role", "viewer")).hasStatus(200);
        assertThat(house.audited("member.role_changed", member.id())).isEqualTo(1);
        assertThat(outbox("notify.role_change")).isEqualTo(1);
        owner.probe().patch(of(admin), Map.of("role", "owner")).hasStatus(200);
        assertThat(outbox("notify.owner_transfer")).isEqualTo(1);
        admin.probe().patch(of(owner), Map.of("role", "member")).hasStatus(200);
        assertThat(outbox("notify.owner_transfer")).isEqualTo(2);
        assertThat(ownerId()).isEqualTo(admin.id().toString());
        assertThat(house.rows.queryLong("select count(*) from platform.outbox where payload->>'org_slug' = 'acme'"))
                .isEqualTo(3);
    }

    @Test
    void customRolesComeOnTopOfMembersAndViewersAndTakeTheRestFromOthers() {
        UUID editor = house.role(org, "Editor", "content:*", "invite:create");
        owner.probe()
                .patch(of(viewer), Map.of("role", "EDITOR"))
                .hasStatus(200)
                .hasValue("/role", "Editor")
                .hasValue("/customRoleId", editor.toString());
        assertThat(builtIn(viewer)).isEqualTo("viewer");
        owner.probe().patch(of(member), Map.of("role", editor.toString())).hasStatus(200);
        assertThat(builtIn(member)).isEqualTo("member");
        owner.probe().patch(of(admin), Map.of("role", "Editor")).hasStatus(200);
        assertThat(builtIn(admin)).isEqualTo("member");
        owner.probe().patch(of(viewer), Map.of("role", "viewer")).hasStatus(200).lacks("/customRoleId");
        UUID foreign = house.role(house.found(outsider, "Other"), "Theirs", "content:read");
        owner.probe().patch(of(viewer), Map.of("role", foreign.toString())).hasStatus(400);
        owner.probe().patch(of(viewer), Map.of("role", "Theirs")).hasStatus(400);
    }

    @Test
    void nobodyGivesOrTakesMoreThanTheyHold() {
        house.role(org, "Closer", "org:delete");
        house.role(org, "Wild", "org:*");
        house.role(org, "Recruiter", "member:role_change", "member:remove");
        admin.probe().patch(of(member), Map.of("role", "Closer")).hasStatus(403);
        admin.probe().patch(of(member), Map.of("role", "Wild")).hasStatus(403);
        owner.probe().patch(of(member), Map.of("role", "Recruiter")).hasStatus(200);
        member.probe().patch(of(viewer), Map.of("role", "admin")).hasStatus(403);
        member.probe().patch(of(viewer), Map.of("role", "Recruiter")).hasStatus(200);
        member.probe().patch(of(admin), Map.of("role", "viewer")).hasStatus(403);
        member.probe()
                .delete(of(admin))
                .hasStatus(403)
                .hasValueMatching("/message", "They have [a-z:_]+, which you do not have yourself");
        member.probe().delete(of(owner)).hasStatus(403);
        member.probe().delete(of(viewer)).hasStatus(200);
        owner.probe().patch(of(admin), Map.of("role", "Closer")).hasStatus(200);
        member.probe().delete(of(admin)).hasStatus(403);
    }

    @Test
    void membersLeaveAndAreRemoved() {
        outsider.probe().delete(of(member)).hasStatus(403);
        viewer.probe().delete(of(member)).hasStatus(403);
        admin.probe().delete(of(owner)).hasStatus(403);
        admin.probe().delete(of(outsider)).hasStatus(404);
        owner.probe().delete(of(owner)).hasStatus(400);
        admin.probe().delete(of(member)).hasStatus(200).hasValueMatching("/message", ".+");
        member.probe().get("/auth/orgs/" + org).hasStatus(403);
        viewer.probe().delete(of(viewer)).hasStatus(200);
        viewer.probe().delete(of(viewer)).hasStatus(403);
        assertThat(house.audited("member.removed", member.id())).isEqualTo(1);
        assertThat(house.rows.queryLong("select count(*) from platform.audit_events where type = 'member.removed'"
                        + " and organization_id = '" + org + "' and actor_id = '" + viewer.id()
                        + "' and metadata->>'by' = 'left'"))
                .isEqualTo(1);
        house.join(org, outsider, "owner");
        owner.probe().delete(of(owner)).hasStatus(200);
        assertThat(ownerId()).isEqualTo(outsider.id().toString());
    }

    @Test
    void sessionsFollowTheRoleAndTheEndOfTheMembershipAtOnce() {
        HttpAnswer signedIn = house.signIn(member);
        assertThat(AccessHouse.claims(signedIn.text("/tokens/accessToken"))
                        .get("role")
                        .asString())
                .isEqualTo("member");
        owner.probe().patch(of(member), Map.of("role", "admin")).hasStatus(200);
        HttpAnswer refreshed = refresh(signedIn);
        assertThat(AccessHouse.claims(refreshed.text("/tokens/accessToken"))
                        .get("role")
                        .asString())
                .isEqualTo("admin");
        owner.probe().delete(of(member)).hasStatus(200);
        HttpProbe still = house.anonymous.withBearer(refreshed.text("/tokens/accessToken"));
        still.get("/auth/user").hasStatus(200);
        still.get("/auth/orgs/" + org).hasStatus(403);
        assertThat(AccessHouse.claims(refresh(refreshed).text("/tokens/accessToken"))
                        .has("org_id"))
                .isFalse();
    }

    @Test
    void theOwnerHandsTheOrganizationOver() {
        HttpProbe signedIn = house.anonymous.withBearer(house.signIn(owner).text("/tokens/accessToken"));
        String path = "/auth/orgs/" + org + "/transfer-ownership";
        Map<String, ?> toAdmin = Map.of("userId", admin.id());
        for (Person other : List.of(admin, member, viewer, outsider)) {
            other.probe().post(path, toAdmin).hasStatus(403);
        }
        house.join(org, outsider, "owner");
        outsider.probe().post(path, toAdmin).hasStatus(403);
        signedIn.post(path, Map.of("userId", UUID.randomUUID())).hasStatus(404);
        signedIn.post(path, Map.of("userId", owner.id())).hasStatus(400);
        signedIn.post(path, Map.of("userId", "x")).hasStatus(400);
        signedIn.post(path, toAdmin).hasStatus(200);
        assertThat(ownerId()).isEqualTo(admin.id().toString());
        assertThat(builtIn(admin)).isEqualTo("owner");
        assertThat(builtIn(owner)).isEqualTo("admin");
        assertThat(house.audited("org.ownership_transferred", org)).isEqualTo(1);
        assertThat(outbox("notify.owner_transfer")).isEqualTo(2);
        signedIn.post(path, toAdmin).hasStatus(403);
        house.clock.advance(Duration.ofMinutes(6));
        admin.probe().post(path, Map.of("userId", owner.id())).hasStatus(403).hasValue("/code", "STEP_UP_REQUIRED");
    }

    @Test
    void ofTwoOwnersWhoRemoveOrDemoteEachOtherAtOnceOneStays() throws Exception {
        for (int round = 0; round < 8; round++) {
            boolean removes = round % 2 == 0;
            Person one = house.signUp("one" + round);
            Person other = house.signUp("other" + round);
            UUID both = house.found(one, "Round " + round);
            house.join(both, other, "owner");
            CompletableFuture<Integer> first = CompletableFuture.supplyAsync(() -> act(both, one, other, removes));
            CompletableFuture<Integer> second = CompletableFuture.supplyAsync(() -> act(both, other, one, removes));
            assertThat(List.of(first.get(), second.get())).containsExactlyInAnyOrder(200, 403);
            assertThat(house.rows.queryLong("select count(*) from access.memberships where organization_id = '" + both
                            + "' and role = 'owner'"))
                    .isEqualTo(1);
        }
    }

    @Test
    void twoOwnersWhoLeaveAtOnceDoNotBothGo() throws Exception {
        for (int round = 0; round < 6; round++) {
            Person one = house.signUp("one" + round);
            Person other = house.signUp("other" + round);
            UUID both = house.found(one, "Round " + round);
            house.join(both, other, "owner");
            CompletableFuture<Integer> first = CompletableFuture.supplyAsync(() -> act(both, one, one, true));
            CompletableFuture<Integer> second = CompletableFuture.supplyAsync(() -> act(both, other, other, true));
            assertThat(List.of(first.get(), second.get())).containsExactlyInAnyOrder(200, 400);
            assertThat(house.rows.queryText("select user_id::text from access.memberships where organization_id = '"
                            + both + "' and role = 'owner'"))
                    .isEqualTo(house.rows.queryText(
                            "select owner_id::text from access.organizations where id = '" + both + "'"));
        }
    }

    private static int act(UUID organization, Person actor, Person target, boolean removes) {
        String path = "/auth/orgs/" + organization + "/members/" + target.id();
        HttpAnswer answer = removes ? actor.probe().delete(path) : actor.probe().patch(path, Map.of("role", "member"));
        return answer.status();
    }

    private HttpAnswer refresh(HttpAnswer signedIn) {
        return house.anonymous
                .post("/auth/refresh", Map.of("refreshToken", signedIn.text("/tokens/refreshToken")))
                .hasStatus(200);
    }

    private List<String> emails(String query) {
        return owner.probe()
                .get(members() + query)
                .hasStatus(200)
                .json()
                .at("/members")
                .valueStream()
                .map(one -> one.get("email").asString())
                .toList();
    }

    private int statements(String query) {
        return house.database
                .statements()
                .during(() -> owner.probe().get(members() + query).hasStatus(200))
                .size();
    }

    private long outbox(String topic) {
        return house.rows.queryLong("select count(*) from platform.outbox where topic = '" + topic + "'");
    }

    private String ownerId() {
        return house.rows.queryText("select owner_id::text from access.organizations where id = '" + org + "'");
    }

    private String builtIn(Person person) {
        return house.rows.queryText("select role from access.memberships where organization_id = '" + org
                + "' and user_id = '" + person.id() + "'");
    }

    private String members() {
        return "/auth/orgs/" + org + "/members";
    }

    private String of(Person person) {
        return members() + "/" + person.id();
    }
}
