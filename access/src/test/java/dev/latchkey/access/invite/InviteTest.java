package dev.latchkey.access.invite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.access.AccessHouse;
import dev.latchkey.access.AccessHouse.Person;
import dev.latchkey.platform.mail.Letter;
import dev.latchkey.testkit.HttpAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class InviteTest {

    private static final String WALLET = "7EcDhSYGxXyscszYEp35KHN8vvw3svAuLKTzXwCFLtV";

    @RegisterExtension
    static final AccessHouse house = AccessHouse.shared();

    private Person owner;
    private Person admin;
    private Person viewer;
    private Person outsider;
    private UUID org;

    @BeforeEach
    void open() {
        owner = house.signUp("owner");
        admin = house.signUp("admin");
        viewer = house.signUp("viewer");
        outsider = house.signUp("outsider");
        org = house.found(owner, "Acme");
        house.join(org, admin, "admin");
        house.join(org, viewer, "viewer");
        house.letters.clear();
    }

    @Test
    void anInvitationIsMailedAndAcceptedByWhoeverProvedTheAddress() {
        HttpAnswer made = admin.probe()
                .post(invites(), Map.of("email", "Outsider@Example.com", "role", "admin"))
                .hasStatus(200)
                .hasValue("/orgId", org.toString())
                .hasValue("/email", "outsider@example.com")
                .hasValue("/role", "admin")
                .hasValue("/invitedBy", admin.id().toString())
                .hasValue("/createdAt", "2026-05-30T12:00:00.000Z")
                .hasValue("/expiresAt", "2026-06-06T12:00:00.000Z")
                .hasValueMatching("/token", "[0-9a-f]{64}")
                .lacks("/walletAddress")
                .lacks("/acceptedAt");
        Letter letter = house.letters.getFirst();
        assertThat(house.letters).hasSize(1);
        assertThat(letter.kind()).isEqualTo("email.invite");
        assertThat(letter.to()).isEqualTo("outsider@example.com");
        assertThat(letter.token()).isEqualTo(made.text("/token"));
        assertThat(letter.facts())
                .containsEntry("org_name", "Acme")
                .containsEntry("inviter_name", "admin")
                .containsEntry("role", "admin")
                .containsEntry("expires_in_days", "7");
        assertThat(house.rows.queryLong("select count(*) from access.invites where token_hash = encode(sha256('"
                        + made.text("/token") + "'), 'hex')"))
                .isEqualTo(1);
        Map<String, ?> token = Map.of("token", made.text("/token"));
        outsider.probe().post("/auth/invites/accept", token).hasStatus(403);
        house.verify(outsider);
        house.anonymous.post("/auth/invites/accept", token).hasStatus(401);
        outsider.probe()
                .post("/auth/invites/accept", token)
                .hasStatus(200)
                .hasValue("/orgId", org.toString())
                .hasValue("/orgName", "Acme")
                .hasValue("/role", "admin");
        outsider.probe().get("/auth/orgs/" + org).hasStatus(200).hasValue("/role", "admin");
        outsider.probe().post("/auth/invites/accept", token).hasStatus(404);
        String id = made.text("/id");
        assertThat(house.audited("invite.created", id)).isEqualTo(1);
        assertThat(house.audited("invite.accepted", id)).isEqualTo(1);
        assertThat(house.audited("member.joined", outsider.id())).isEqualTo(1);
        admin.probe().get(invites()).hasValue("/total", 0);
        admin.probe().delete(invites() + "/" + id).hasStatus(400);
        admin.probe().send("POST", invites() + "/" + id + "/resend", null).hasStatus(400);
        admin.probe().delete("/auth/orgs/" + org + "/members/" + outsider.id()).hasStatus(200);
        admin.probe().post(invites(), Map.of("email", outsider.email())).hasStatus(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"email\":\"\"}",
                "{\"email\":\"a@b.example\",\"walletAddress\":\"7EcDhSYGxXyscszYEp35KHN8vvw3svAuLKTzXwCFLtV\"}",
                "{\"email\":\"nobody\"}",
                "{\"email\":\"a b@c.example\"}",
                "{\"email\":\"a@b.example\\nBcc: c@d.example\"}",
                "{\"walletAddress\":\"0OIl\"}",
                "{\"walletAddress\":\"short\"}",
                "{\"email\":\"a@b.example\",\"role\":\"king\"}",
                "{\"email\":\"viewer@example.com\"}",
                "{\"email\":7}",
            })
    void whatIsNoInvitationIsRefusedAndMailsNobody(String body) {
        owner.probe().post(invites(), body).hasStatus(400).hasValue("/code", "VALIDATION_ERROR");
        assertThat(house.letters).isEmpty();
        assertThat(house.rows.queryLong("select count(*) from access.invites")).isZero();
    }

    @Test
    void membersReadInvitationsAndAdminsMakeThem() {
        Map<String, ?> body = Map.of("email", "new@example.com");
        String id = owner.probe()
                .post(invites(), body)
                .hasStatus(200)
                .hasValue("/role", "member")
                .text("/id");
        owner.probe().post(invites(), body).hasStatus(400);
        viewer.probe().get(invites()).hasStatus(200).hasValue("/total", 1).lacks("/invites/0/token");
        Person alien = house.signUp("alien", house.otherProject());
        viewer.probe().post(invites(), Map.of("email", "x@example.com")).hasStatus(403);
        for (Person other : List.of(viewer, outsider, alien)) {
            other.probe().delete(invites() + "/" + id).hasStatus(403);
            other.probe().send("POST", invites() + "/" + id + "/resend", null).hasStatus(403);
            other.probe()
                    .post(invites() + "/bulk", Map.of("invites", List.of(body)))
                    .hasStatus(403);
        }
        outsider.probe().get(invites()).hasStatus(403);
        UUID foreign = house.found(outsider, "Other");
        outsider.probe().delete("/auth/orgs/" + foreign + "/invites/" + id).hasStatus(404);
        outsider.probe()
                .send("POST", "/auth/orgs/" + foreign + "/invites/" + id + "/resend", null)
                .hasStatus(404);
        admin.probe()
                .post(invites(), Map.of("email", "boss@example.com", "role", "owner"))
                .hasStatus(403);
        owner.probe()
                .post(invites(), Map.of("email", "boss@example.com", "role", "owner"))
                .hasStatus(200);
        admin.probe().delete(invites() + "/" + id).hasStatus(200);
        admin.probe().delete(invites() + "/" + id).hasStatus(404);
        admin.probe().delete(invites() + "/none").hasStatus(404);
        assertThat(house.audited("invite.canceled", id)).isEqualTo(1);
        owner.probe().post(invites(), body).hasStatus(200);
    }

    @Test
    void resendingKeepsTheIdAndEndsTheOldToken() {
        house.verify(outsider);
        HttpAnswer made =
                owner.probe().post(invites(), Map.of("email", outsider.email())).hasStatus(200);
        house.clock.advance(Duration.ofDays(8));
        Map<String, ?> old = Map.of("token", made.text("/token"));
        Person again = new Person(
                outsider.id(),
                outsider.email(),
                house.anonymous.withBearer(house.signIn(outsider).text("/tokens/accessToken")));
        Person inviter = new Person(
                admin.id(),
                admin.email(),
                house.anonymous.withBearer(house.signIn(admin).text("/tokens/accessToken")));
        again.probe().post("/auth/invites/accept", old).hasStatus(404);
        HttpAnswer resent = inviter.probe()
                .send("POST", invites() + "/" + made.text("/id") + "/resend", null)
                .hasStatus(200)
                .hasValue("/id", made.text("/id"))
                .hasValue("/invitedBy", admin.id().toString())
                .hasValue("/expiresAt", "2026-06-14T12:00:00.000Z");
        assertThat(resent.text("/token")).isNotEqualTo(made.text("/token"));
        assertThat(house.letters.getLast().token()).isEqualTo(resent.text("/token"));
        assertThat(house.audited("invite.resent", made.text("/id"))).isEqualTo(1);
        again.probe().post("/auth/invites/accept", old).hasStatus(404);
        again.probe()
                .post("/auth/invites/accept", Map.of("token", resent.text("/token")))
                .hasStatus(200);
    }

    @Test
    void whoseInvitationExpiredCanBeInvitedAgain() {
        owner.probe().post(invites(), Map.of("email", "new@example.com")).hasStatus(200);
        house.clock.advance(Duration.ofDays(7));
        owner = new Person(
                owner.id(),
                owner.email(),
                house.anonymous.withBearer(house.signIn(owner).text("/tokens/accessToken")));
        owner.probe().get(invites()).hasStatus(200).hasValue("/total", 0);
        owner.probe().post(invites(), Map.of("email", "new@example.com")).hasStatus(200);
    }

    @Test
    void anInvitationIsOfNoUseToAnybodyElse() {
        house.verify(outsider);
        Person other = house.verify(house.signUp("other"));
        UUID project = house.otherProject();
        Person namesake = house.verify(house.signUp("outsider", project));
        HttpAnswer made =
                owner.probe().post(invites(), Map.of("email", outsider.email())).hasStatus(200);
        Map<String, ?> token = Map.of("token", made.text("/token"));
        other.probe().post("/auth/invites/accept", token).hasStatus(403);
        namesake.probe().post("/auth/invites/accept", token).hasStatus(404);
        namesake.probe().get("/auth/invites").hasStatus(200).hasValue("/total", 0);
        other.probe()
                .post("/auth/invites/accept", Map.of("token", "0".repeat(64)))
                .hasStatus(404);
        other.probe().post("/auth/invites/accept", Map.of("token", "")).hasStatus(400);
        other.probe().post("/auth/invites/accept", Map.of()).hasStatus(400);
        String one = "/auth/invites/" + made.text("/id");
        for (Person stranger : List.of(other, namesake)) {
            stranger.probe().send("POST", one + "/accept", null).hasStatus(404);
            stranger.probe().send("POST", one + "/decline", null).hasStatus(404);
        }
        house.anonymous.send("POST", one + "/accept", null).hasStatus(401);
        house.anonymous.get("/auth/invites").hasStatus(401);
        assertThat(house.rows.queryLong(
                        "select count(*) from access.memberships where organization_id = '" + org + "'"))
                .isEqualTo(3);
    }

    @Test
    void theInvitedSeeAcceptAndDeclineTheirInvitationsOnceTheirAddressIsProved() {
        HttpAnswer first =
                owner.probe().post(invites(), Map.of("email", outsider.email())).hasStatus(200);
        UUID second = house.found(admin, "Second");
        HttpAnswer other = admin.probe()
                .post("/auth/orgs/" + second + "/invites", Map.of("email", outsider.email(), "role", "viewer"))
                .hasStatus(200);
        outsider.probe().get("/auth/invites").hasStatus(200).hasValue("/total", 0);
        outsider.probe()
                .send("POST", "/auth/invites/" + first.text("/id") + "/accept", null)
                .hasStatus(404);
        house.verify(outsider);
        outsider.probe()
                .get("/auth/invites")
                .hasStatus(200)
                .hasValue("/total", 2)
                .hasValueMatching("/invites/0/orgName", "Acme|Second")
                .hasValueMatching("/invites/0/inviterName", "owner|admin")
                .neverMentions(first.text("/token"));
        outsider.probe()
                .send("POST", "/auth/invites/" + first.text("/id") + "/accept", null)
                .hasStatus(200)
                .hasValue("/orgName", "Acme")
                .hasValue("/role", "member");
        String declined = "/auth/invites/" + other.text("/id") + "/decline";
        outsider.probe().send("POST", declined, null).hasStatus(200);
        outsider.probe().send("POST", declined, null).hasStatus(404);
        assertThat(house.audited("invite.declined", other.text("/id"))).isEqualTo(1);
        outsider.probe().get("/auth/orgs").hasValue("/total", 1);
        outsider.probe().get("/auth/invites").hasValue("/total", 0);
    }

    @Test
    void walletsAreInvitedWithoutMailAndAcceptedByTheirOwner() {
        HttpAnswer made = owner.probe()
                .post(invites(), Map.of("walletAddress", WALLET))
                .hasStatus(200)
                .hasValue("/walletAddress", WALLET)
                .lacks("/email");
        assertThat(house.letters).isEmpty();
        Map<String, ?> token = Map.of("token", made.text("/token"));
        outsider.probe().post("/auth/invites/accept", token).hasStatus(400);
        wallet(outsider, "8EcDhSYGxXyscszYEp35KHN8vvw3svAuLKTzXwCFLtV");
        outsider.probe().post("/auth/invites/accept", token).hasStatus(403);
        wallet(outsider, WALLET);
        outsider.probe().get("/auth/invites").hasValue("/total", 1).hasValue("/invites/0/walletAddress", WALLET);
        outsider.probe().post("/auth/invites/accept", token).hasStatus(200).hasValue("/role", "member");
        owner.probe().post(invites(), Map.of("walletAddress", WALLET)).hasStatus(400);
    }

    @Test
    void invitedMembersGetTheDefaultRoleOrTheCustomOneTheyWereOffered() {
        house.role(org, "Guest", "content:read");
        house.rows.execute("update access.roles set is_default = true");
        UUID editor = house.role(org, "Editor", "content:write");
        house.verify(outsider);
        Person second = house.verify(house.signUp("second"));
        HttpAnswer plain =
                owner.probe().post(invites(), Map.of("email", outsider.email())).hasStatus(200);
        HttpAnswer custom = owner.probe()
                .post(invites(), Map.of("email", second.email(), "role", "editor"))
                .hasStatus(200)
                .hasValue("/role", "Editor")
                .hasValue("/customRoleId", editor.toString());
        outsider.probe()
                .post("/auth/invites/accept", Map.of("token", plain.text("/token")))
                .hasStatus(200)
                .hasValue("/role", "Guest");
        second.probe()
                .post("/auth/invites/accept", Map.of("token", custom.text("/token")))
                .hasStatus(200)
                .hasValue("/role", "Editor");
        house.role(org, "Closer", "org:delete");
        admin.probe()
                .post(invites(), Map.of("email", "z@example.com", "role", "Closer"))
                .hasStatus(403);
    }

    @Test
    void anInvitationToLeadEndsWithTheRoleOfWhoeverGaveIt() {
        house.verify(outsider);
        HttpAnswer made = admin.probe()
                .post(invites(), Map.of("email", outsider.email(), "role", "admin"))
                .hasStatus(200);
        owner.probe()
                .patch("/auth/orgs/" + org + "/members/" + admin.id(), Map.of("role", "member"))
                .hasStatus(200);
        outsider.probe()
                .post("/auth/invites/accept", Map.of("token", made.text("/token")))
                .hasStatus(404);
    }

    @Test
    void manyAreInvitedAtOnceAndEachHearsWhatBecameOfIt() {
        owner.probe().post(invites(), Map.of("email", "waiting@example.com")).hasStatus(200);
        List<Map<String, ?>> wishes = List.of(
                Map.of("email", "a@example.com"),
                Map.of("email", "nobody"),
                Map.of("email", "viewer@example.com"),
                Map.of("email", "waiting@example.com"),
                Map.of("email", "A@example.com"),
                Map.of("walletAddress", WALLET, "role", "viewer"),
                Map.of("email", "b@example.com", "role", "owner"));
        house.letters.clear();
        HttpAnswer answer = admin.probe()
                .post(invites() + "/bulk", Map.of("invites", wishes))
                .hasStatus(200)
                .hasValue("/results/0/invite/email", "a@example.com")
                .hasValueMatching("/results/0/invite/token", "[0-9a-f]{64}")
                .hasValue("/results/1/code", "VALIDATION_ERROR")
                .hasValue("/results/2/code", "VALIDATION_ERROR")
                .hasValue("/results/3/code", "VALIDATION_ERROR")
                .hasValue("/results/4/code", "VALIDATION_ERROR")
                .hasValue("/results/5/invite/walletAddress", WALLET)
                .hasValue("/results/6/code", "FORBIDDEN")
                .hasValue("/results/6/index", 6)
                .lacks("/results/6/invite");
        assertThat(answer.json().at("/results").size()).isEqualTo(7);
        assertThat(house.letters).extracting(Letter::to).containsExactly("a@example.com");
        admin.probe().post(invites() + "/bulk", Map.of("invites", List.of())).hasStatus(400);
        admin.probe()
                .post(invites() + "/bulk", Map.of("invites", many(101, "x")))
                .hasStatus(400);
        int forOne = statements(many(1, "s"));
        assertThat(statements(many(100, "m"))).isEqualTo(forOne);
        assertThat(house.rows.queryLong("select count(*) from platform.audit_events where type = 'invite.created'"))
                .isEqualTo(104);
    }

    @Test
    void theListHasPagesNewestFirst() {
        for (int i = 0; i < 7; i++) {
            house.clock.advance(Duration.ofSeconds(i % 2));
            owner.probe()
                    .post(invites(), Map.of("email", "n" + i + "@example.com"))
                    .hasStatus(200);
        }
        List<String> seen = new ArrayList<>();
        String next = invites() + "?limit=3";
        while (!next.isEmpty()) {
            HttpAnswer page = owner.probe().get(next).hasStatus(200);
            page.json().at("/invites").forEach(one -> seen.add(one.get("email").asString()));
            next = page.header("Link")
                    .map(link -> link.replaceAll("^<|>.*$", ""))
                    .orElse("");
        }
        assertThat(seen).hasSize(7).doesNotHaveDuplicates();
        owner.probe().get(invites() + "?offset=5&limit=5").hasValue("/total", 7).lacks("/invites/2");
    }

    @Test
    void ofManyAcceptancesAtOnceOneMakesOneMember() throws Exception {
        house.verify(outsider);
        HttpAnswer made =
                owner.probe().post(invites(), Map.of("email", outsider.email())).hasStatus(200);
        Map<String, ?> token = Map.of("token", made.text("/token"));
        List<CompletableFuture<Integer>> tries = IntStream.range(0, 6)
                .mapToObj(i -> CompletableFuture.supplyAsync(() ->
                        outsider.probe().post("/auth/invites/accept", token).status()))
                .toList();
        List<Integer> statuses = new ArrayList<>();
        for (CompletableFuture<Integer> one : tries) {
            statuses.add(one.get());
        }
        assertThat(statuses).containsOnlyOnce(200).allMatch(status -> status == 200 || status == 404);
        assertThat(house.rows.queryLong(
                        "select count(*) from access.memberships where user_id = '" + outsider.id() + "'"))
                .isEqualTo(1);
    }

    private static List<Map<String, String>> many(int count, String prefix) {
        return IntStream.range(0, count)
                .mapToObj(i -> Map.of("email", prefix + i + "@many.example.com"))
                .toList();
    }

    private int statements(List<Map<String, String>> wishes) {
        return house.database
                .statements()
                .during(() -> admin.probe()
                        .post(invites() + "/bulk", Map.of("invites", wishes))
                        .hasStatus(200))
                .size();
    }

    private void wallet(Person person, String address) {
        house.rows.execute(
                "insert into identity.credentials (id, user_id, project_id, kind, issuer, subject, created_at)"
                        + " select gen_random_uuid(), id, project_id, 'solana', '', '" + address
                        + "', now() from identity.users where id = '" + person.id() + "'");
    }

    private String invites() {
        return "/auth/orgs/" + org + "/invites";
    }
}
