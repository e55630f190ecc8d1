package dev.latchkey.access.invite;

import dev.latchkey.access.member.Membership;
import dev.latchkey.access.member.Memberships;
import dev.latchkey.access.member.RoleChoice;
import dev.latchkey.access.organization.Organization;
import dev.latchkey.access.organization.OrganizationStore;
import dev.latchkey.identity.user.Directory;
import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Origin;
import dev.latchkey.platform.mail.Letter;
import dev.latchkey.platform.mail.MailQueue;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Invites into organizations, and takes invitations back (access.md 7). */
final class Invites {

    /** How many invitations of an organization may wait at once: each is mail to somebody who did not ask for it. */
    private static final int MAX_PENDING = 1_000;

    private static final String MAIL = "email.invite";

    private final InviteStore store;
    private final RecipientLimit limit;
    private final OrganizationStore organizations;
    private final Memberships memberships;
    private final Directory directory;
    private final MailQueue mail;
    private final SecureRandom random;
    private final Duration lifetime;

    Invites(
            InviteStore store,
            RecipientLimit limit,
            OrganizationStore organizations,
            Memberships memberships,
            Directory directory,
            MailQueue mail,
            SecureRandom random,
            Duration lifetime) {
        this.store = store;
        this.limit = limit;
        this.organizations = organizations;
        this.memberships = memberships;
        this.directory = directory;
        this.mail = mail;
        this.random = random;
        this.lifetime = lifetime;
    }

    /** Who is to be invited, as asked for. */
    record Wanted(@Nullable String email, @Nullable String walletAddress, String role) {}

    /** What became of one wish. */
    sealed interface Outcome {

        /** It was stored; only the caller gets the token, and the recipient by mail. */
        record Made(Invite invite, InviteToken token) implements Outcome {}

        /** Nothing was stored. */
        record Refused(ApiException reason) implements Outcome {}
    }

    /** A wish that was looked at. */
    private sealed interface Prepared {}

    private record Offer(Invite invite, InviteToken token) implements Prepared {}

    private record Unfit(ApiException reason) implements Prepared {}

    private record Inviter(Organization organization, Membership membership) {}

    /**
     * Invites, in a number of statements that does not depend on how many; outcomes are in the order of the wishes.
     *
     * @throws ApiException 403 when the caller may invite nobody, 400 when too many invitations wait
     */
    List<Outcome> create(Transaction tx, Membership seen, List<Wanted> wishes, Origin origin) {
        Inviter inviter = lock(tx, seen);
        requireRoom(tx, inviter.organization(), wishes.size());
        Map<String, RoleChoice> roles = new HashMap<>();
        List<Prepared> prepared = wishes.stream()
                .map(wanted -> prepare(tx, inviter, wanted, roles))
                .toList();
        List<Offer> offers = prepared.stream()
                .filter(Offer.class::isInstance)
                .map(Offer.class::cast)
                .toList();
        Set<Recipient> members = members(tx, inviter.organization(), offers);
        List<Offer> open = offers.stream()
                .filter(offer -> !members.contains(offer.invite().recipient()))
                .toList();
        Map<Recipient, Instant> exhausted = limit.exhausted(tx, seen.projectId(), recipients(open));
        Set<UUID> stored = insert(
                tx,
                inviter.organization(),
                open.stream()
                        .filter(offer -> !exhausted.containsKey(offer.invite().recipient()))
                        .toList());
        limit.sent(
                tx,
                seen.projectId(),
                recipients(open.stream()
                        .filter(offer -> stored.contains(offer.invite().id()))
                        .toList()));
        List<Outcome> outcomes = new ArrayList<>();
        for (Prepared one : prepared) {
            outcomes.add(
                    switch (one) {
                        case Unfit(ApiException reason) -> new Outcome.Refused(reason);
                        case Offer offer
                        when members.contains(offer.invite().recipient()) -> refused("They are a member already");
                        case Offer offer
                        when exhausted.containsKey(offer.invite().recipient()) ->
                            new Outcome.Refused(RecipientLimit.refusal(
                                    Objects.requireNonNull(
                                            exhausted.get(offer.invite().recipient())),
                                    tx.now()));
                        case Offer offer
                        when !stored.contains(offer.invite().id()) ->
                            refused("They have an invitation already; send that again or cancel it");
                        case Offer(Invite invite, InviteToken token) -> new Outcome.Made(invite, token);
                    });
        }
        announce(tx, inviter, outcomes, origin);
        return outcomes;
    }

    /** Gives an invitation, expired or not, a new token and time; it keeps its id. */
    Outcome.Made resend(Transaction tx, Membership seen, UUID id, Origin origin) {
        Inviter inviter = lock(tx, seen);
        Invite invite = open(tx, seen, id);
        RoleChoice.of(tx.sql(), seen.organizationId(), roleOf(invite)).requireGrantableBy(inviter.membership());
        List<Recipient> recipient = List.of(invite.recipient());
        limit.exhausted(tx, seen.projectId(), recipient).values().forEach(freeAt -> {
            throw RecipientLimit.refusal(freeAt, tx.now());
        });
        limit.sent(tx, seen.projectId(), recipient);
        Invite renewed = invite.renewed(seen.userId(), tx.now().plus(lifetime));
        InviteToken token = InviteToken.generate(random);
        store.renew(tx.sql(), renewed, token);
        send(tx, inviter, renewed, token, name(tx, seen));
        tx.audit(event("invite.resent", renewed, origin));
        return new Outcome.Made(renewed, token);
    }

    void cancel(Transaction tx, Membership seen, UUID id, Origin origin) {
        Invite invite = open(tx, seen, id);
        store.remove(tx.sql(), id);
        tx.audit(event("invite.canceled", invite, origin));
    }

    static AuditEvent event(String type, Invite invite, Origin origin) {
        return AuditEvent.success(type, origin, invite.projectId(), "invite", invite.id())
                .in(invite.organizationId())
                .with("role", invite.roleName())
                .with("by", invite.recipient().email() == null ? "wallet" : "email");
    }

    static ApiException unknown() {
        return ApiException.notFound("The invitation is unknown, used or expired");
    }

    private Inviter lock(Transaction tx, Membership seen) {
        Organization organization = organizations
                .lock(tx.sql(), seen.projectId(), seen.organizationId())
                .orElseThrow(Memberships::notAMember);
        Membership membership = memberships
                .find(tx.sql(), seen.projectId(), seen.organizationId(), seen.userId())
                .orElseThrow(Memberships::notAMember);
        membership.require("invite:create");
        if (organization.isPersonal()) {
            throw ApiException.invalid("A personal organization has no other members");
        }
        return new Inviter(organization, membership);
    }

    private Invite open(Transaction tx, Membership seen, UUID id) {
        Invite invite = store.lock(tx.sql(), seen.projectId(), id)
                .filter(found -> found.organizationId().equals(seen.organizationId()))
                .orElseThrow(() -> ApiException.notFound("The organization has no such invitation"));
        if (invite.acceptedAt() != null) {
            throw ApiException.invalid("The invitation was accepted already");
        }
        return invite;
    }

    private void requireRoom(Transaction tx, Organization organization, int more) {
        if (store.countPending(tx.sql(), organization.id(), tx.now()) + more > MAX_PENDING) {
            throw ApiException.invalid("An organization has at most " + MAX_PENDING + " open invitations");
        }
    }

    private Prepared prepare(Transaction tx, Inviter inviter, Wanted wanted, Map<String, RoleChoice> roles) {
        try {
            Recipient recipient = Recipient.of(wanted.email(), wanted.walletAddress());
            RoleChoice role = roles.computeIfAbsent(
                    wanted.role(),
                    named -> RoleChoice.of(tx.sql(), inviter.organization().id(), named));
            role.requireGrantableBy(inviter.membership());
            Membership.Custom custom = role.custom();
            Invite invite = new Invite(
                    UUID.randomUUID(),
                    inviter.organization().id(),
                    inviter.organization().projectId(),
                    recipient,
                    role.builtIn(),
                    custom == null ? null : new Invite.CustomRole(custom.id(), custom.name()),
                    inviter.membership().userId(),
                    tx.now(),
                    tx.now().plus(lifetime),
                    null);
            return new Offer(invite, InviteToken.generate(random));
        } catch (ApiException refused) {
            return new Unfit(refused);
        }
    }

    private Set<Recipient> members(Transaction tx, Organization organization, List<Offer> offers) {
        List<Recipient> recipients = recipients(offers);
        Map<Recipient, UUID> known = new HashMap<>();
        directory
                .byEmail(tx.sql(), organization.projectId(), texts(recipients, Recipient::email))
                .forEach((email, user) -> known.put(new Recipient(email, null), user));
        directory
                .byWallet(tx.sql(), organization.projectId(), texts(recipients, Recipient::wallet))
                .forEach((wallet, user) -> known.put(new Recipient(null, wallet), user));
        Set<UUID> members = memberships.among(tx.sql(), organization.id(), known.values());
        known.values().retainAll(members);
        return known.keySet();
    }

    private static List<Recipient> recipients(List<Offer> offers) {
        return offers.stream().map(offer -> offer.invite().recipient()).toList();
    }

    private static List<String> texts(List<Recipient> recipients, Function<Recipient, @Nullable String> part) {
        return recipients.stream().map(part).filter(Objects::nonNull).toList();
    }

    private Set<UUID> insert(Transaction tx, Organization organization, List<Offer> offers) {
        if (offers.isEmpty()) {
            return Set.of();
        }
        List<Recipient> recipients = recipients(offers);
        store.removeExpired(tx.sql(), organization.id(), recipients, tx.now());
        return store.insert(
                tx.sql(),
                offers.stream()
                        .map(offer -> InviteStore.Row.of(offer.invite(), offer.token()))
                        .toList());
    }

    private void announce(Transaction tx, Inviter inviter, List<Outcome> outcomes, Origin origin) {
        String name = name(tx, inviter.membership());
        for (Outcome outcome : outcomes) {
            if (outcome instanceof Outcome.Made(Invite invite, InviteToken token)) {
                send(tx, inviter, invite, token, name);
                tx.audit(event("invite.created", invite, origin));
            }
        }
    }

    /** Wallets get no mail: whoever invites one passes the token on. */
    private void send(Transaction tx, Inviter inviter, Invite invite, InviteToken token, String inviterName) {
        String email = invite.recipient().email();
        if (email != null) {
            Map<String, String> facts = Map.of(
                    "org_name",
                    inviter.organization().name(),
                    "inviter_name",
                    inviterName,
                    "role",
                    invite.roleName(),
                    "expires_in_days",
                    String.valueOf(lifetime.toDays()));
            mail.enqueue(tx, new Letter(MAIL, email, null, null, facts, token.text()));
        }
    }

    private String name(Transaction tx, Membership member) {
        Directory.Person person = directory
                .people(tx.sql(), member.projectId(), List.of(member.userId()))
                .get(member.userId());
        return person == null || person.name() == null ? "" : person.name();
    }

    static String roleOf(Invite invite) {
        return invite.customRole() == null
                ? invite.role().wireName()
                : invite.customRole().id().toString();
    }

    private static Outcome refused(String message) {
        return new Outcome.Refused(ApiException.invalid(message));
    }
}
