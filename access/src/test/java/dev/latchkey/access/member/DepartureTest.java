package dev.latchkey.access.member;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.access.AccessHouse;
import dev.latchkey.access.AccessHouse.Person;
import dev.latchkey.testkit.HttpAnswer;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class DepartureTest {

    @RegisterExtension
    static final AccessHouse house = AccessHouse.shared();

    private Person owner;
    private Person bob;
    private Person cleo;
    private UUID org;

    @BeforeEach
    void open() {
        owner = house.signUp("owner");
        bob = house.signUp("bob");
        cleo = house.signUp("cleo");
        org = house.found(owner, "Acme");
    }

    @Test
    void theAdminWhoJoinedFirstSucceedsTheLastOwner() {
        house.join(org, cleo, "member");
        house.join(org, bob, "admin");
        HttpAnswer signedIn = house.signIn(bob);
        erase(owner);
        assertThat(role(bob)).isEqualTo("owner");
        assertThat(ownerId()).isEqualTo(bob.id().toString());
        assertThat(members()).isEqualTo(2);
        assertThat(house.audited("member.removed", owner.id())).isEqualTo(1);
        assertThat(house.audited("member.role_changed", bob.id())).isEqualTo(1);
        assertThat(house.rows.queryText("select organization_role from identity.sessions where id = '"
                        + AccessHouse.claims(signedIn.text("/tokens/accessToken"))
                                .get("sid")
                                .asString()
                        + "'"))
                .isEqualTo("owner");
    }

    @Test
    void anotherOwnerKeepsTheOrganizationAndItBecomesTheirs() {
        house.join(org, bob, "admin");
        house.join(org, cleo, "owner");
        erase(owner);
        assertThat(role(bob)).isEqualTo("admin");
        assertThat(ownerId()).isEqualTo(cleo.id().toString());
    }

    @Test
    void withoutAdminsNobodyIsPromotedUntilAnAdministratorAppointsSomebody() {
        house.join(org, bob, "member");
        erase(owner);
        assertThat(role(bob)).isEqualTo("member");
        assertThat(members()).isEqualTo(1);
        String path = "/auth/admin/orgs/" + org + "/owner";
        bob.probe().put(path, Map.of("userId", bob.id())).hasStatus(403);
        house.operator().put(path, Map.of("userId", cleo.id())).hasStatus(404);
        house.operator().put(path, Map.of("userId", bob.id())).hasStatus(200);
        assertThat(role(bob)).isEqualTo("owner");
        assertThat(ownerId()).isEqualTo(bob.id().toString());
        assertThat(house.audited("admin.org_owner_set", org)).isEqualTo(1);
        Person alien = house.promote(house.signUp("alien", house.otherProject()));
        alien.probe().put(path, Map.of("userId", bob.id())).hasStatus(404);
    }

    @Test
    void anOrganizationThatNobodyIsLeftInIsDeleted() {
        erase(owner);
        assertThat(house.rows.queryLong("select count(*) from access.organizations"))
                .isZero();
        assertThat(house.audited("org.deleted", org)).isEqualTo(1);
    }

    @Test
    void invitationsToAnErasedAddressAreErasedWithIt() {
        house.verify(bob);
        owner.probe()
                .post("/auth/orgs/" + org + "/invites", Map.of("email", bob.email()))
                .hasStatus(200);
        erase(bob);
        assertThat(house.rows.queryLong("select count(*) from access.invites")).isZero();
    }

    @Test
    void aMergedAccountsMembershipsBecomeTheOthersWithTheStrongerRole() {
        house.join(org, bob, "viewer");
        UUID second = house.found(owner, "Second");
        String offer = owner.probe()
                .send("POST", "/auth/user/merge/token", null)
                .hasStatus(200)
                .text("/mergeToken");
        bob.probe().post("/auth/user/merge", Map.of("mergeToken", offer)).hasStatus(200);
        assertThat(role(bob)).isEqualTo("owner");
        assertThat(ownerId()).isEqualTo(bob.id().toString());
        bob.probe().get("/auth/orgs/" + second).hasStatus(200).hasValue("/role", "owner");
        assertThat(members()).isEqualTo(1);
        assertThat(house.rows.queryLong("select count(*) from access.memberships where user_id = '" + owner.id() + "'"))
                .isZero();
        bob.probe().delete("/auth/orgs/" + second).hasStatus(200);
    }

    @Test
    void theExportNamesTheMemberships() {
        owner.probe()
                .get("/auth/user/export")
                .hasStatus(200)
                .hasValue("/memberships/0/organization", org.toString())
                .hasValue("/memberships/0/role", "owner");
    }

    private void erase(Person person) {
        house.rows.execute(
                "update identity.users set deletion_due_at = '2026-05-30T12:00:00Z' where id = '" + person.id() + "'");
        house.clock.advance(Duration.ofSeconds(1));
        house.identity.jobs().stream()
                .filter(job -> job.name().equals("identity.erasure"))
                .forEach(job -> job.work().run());
        assertThat(house.audited("user.erased", person.id())).isEqualTo(1);
    }

    private String role(Person person) {
        return house.rows.queryText("select role from access.memberships where organization_id = '" + org
                + "' and user_id = '" + person.id() + "'");
    }

    private String ownerId() {
        return house.rows.queryText("select owner_id::text from access.organizations where id = '" + org + "'");
    }

    private long members() {
        return house.rows.queryLong("select count(*) from access.memberships where organization_id = '" + org + "'");
    }
}
