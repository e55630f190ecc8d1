package dev.latchkey.access.invite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.access.AccessHouse;
import dev.latchkey.access.AccessHouse.Person;
import dev.latchkey.testkit.HttpAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Nobody is showered with invitations, whoever sends them. */
final class RecipientLimitTest {

    private static final String WALLET = "7EcDhSYGxXyscszYEp35KHN8vvw3svAuLKTzXwCFLtV";
    private static final Map<String, String> NINA = Map.of("email", "nina@example.com");

    @RegisterExtension
    static final AccessHouse house = AccessHouse.shared();

    private Person owner;
    private String invites;

    @BeforeEach
    void open() {
        owner = house.signUp("owner");
        invites = invitesOf(house.found(owner, "Acme"));
    }

    @Test
    void fiveAnHourCountedWithThoseThatAreSentAgain() {
        String id = owner.probe().post(invites, NINA).hasStatus(200).text("/id");
        house.clock.advance(Duration.ofMinutes(10));
        for (int i = 0; i < 4; i++) {
            resend(id).hasStatus(200);
        }
        house.letters.clear();
        resend(id).hasStatus(429).hasValue("/code", "RATE_LIMITED").hasHeader("Retry-After", "3000");
        owner.probe().delete(invites + "/" + id).hasStatus(200);
        owner.probe().post(invites, NINA).hasStatus(429).hasHeader("Retry-After", "3000");
        assertThat(house.letters).isEmpty();
        assertThat(house.rows.queryLong("select count(*) from access.invites")).isZero();
        owner.probe().post(invites, Map.of("email", "nora@example.com")).hasStatus(200);
        house.clock.advance(Duration.ofMinutes(50));
        String token = house.signIn(owner).text("/tokens/accessToken");
        owner = new Person(owner.id(), owner.email(), house.anonymous.withBearer(token));
        owner.probe().post(invites, Map.of("email", " Nina@Example.com ")).hasStatus(200);
        owner.probe().delete(invites + "/" + latest()).hasStatus(200);
        owner.probe().post(invites, NINA).hasStatus(429).hasHeader("Retry-After", "600");
    }

    @Test
    void allOrganizationsOfTheProjectCountTogetherAndNoOtherProjects() {
        for (int i = 0; i < 5; i++) {
            Person other = house.signUp("owner" + i);
            other.probe().post(invitesOf(house.found(other, "Org " + i)), NINA).hasStatus(200);
        }
        owner.probe().post(invites, NINA).hasStatus(429);
        Person alien = house.signUp("alien", house.otherProject());
        alien.probe().post(invitesOf(house.found(alien, "Alien")), NINA).hasStatus(200);
    }

    @Test
    void whetherThereIsAnAccountMakesNoDifference() {
        house.signUp("nina");
        List<String> refusals = new ArrayList<>();
        for (String email : List.of("nina@example.com", "nobody@example.com")) {
            String id = owner.probe()
                    .post(invites, Map.of("email", email))
                    .hasStatus(200)
                    .text("/id");
            for (int i = 0; i < 4; i++) {
                resend(id).hasStatus(200);
            }
            refusals.add(resend(id).hasStatus(429).body());
        }
        assertThat(refusals.getFirst()).isEqualTo(refusals.getLast());
    }

    @Test
    void walletsAreRecipientsToo() {
        String id = owner.probe()
                .post(invites, Map.of("walletAddress", WALLET))
                .hasStatus(200)
                .text("/id");
        for (int i = 0; i < 4; i++) {
            resend(id).hasStatus(200);
        }
        resend(id).hasStatus(429);
        assertThat(house.rows.queryLong("select count(*) from access.sent_invites where recipient like '%" + WALLET
                        + "%' or length(recipient) <> 64"))
                .isZero();
    }

    @Test
    void inABatchOnlyTheOneWhoHasEnoughIsLeftOut() {
        String id = owner.probe().post(invites, NINA).hasStatus(200).text("/id");
        for (int i = 0; i < 4; i++) {
            resend(id).hasStatus(200);
        }
        String others = invitesOf(house.found(owner, "Others"));
        house.letters.clear();
        owner.probe()
                .post(others + "/bulk", Map.of("invites", List.of(NINA, Map.of("email", "nora@example.com"))))
                .hasStatus(200)
                .hasValue("/results/0/code", "RATE_LIMITED")
                .lacks("/results/0/invite")
                .hasValue("/results/1/invite/email", "nora@example.com");
        assertThat(house.letters).hasSize(1);
    }

    @Test
    void ofManyAtOnceFiveGetThrough() {
        List<String> everywhere = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            everywhere.add(invitesOf(house.found(owner, "Org " + i)));
        }
        List<CompletableFuture<Integer>> tries = everywhere.stream()
                .map(path -> CompletableFuture.supplyAsync(
                        () -> owner.probe().post(path, NINA).status()))
                .toList();
        List<Integer> statuses = tries.stream().map(CompletableFuture::join).toList();
        assertThat(statuses.stream().filter(status -> status == 200)).hasSize(RecipientLimit.MOST);
        assertThat(statuses).containsOnly(200, 429);
    }

    private HttpAnswer resend(String id) {
        return owner.probe().post(invites + "/" + id + "/resend", "");
    }

    private String latest() {
        return house.rows.queryText("select id::text from access.invites order by created_at desc limit 1");
    }

    private static String invitesOf(UUID organization) {
        return "/auth/orgs/" + organization + "/invites";
    }
}
