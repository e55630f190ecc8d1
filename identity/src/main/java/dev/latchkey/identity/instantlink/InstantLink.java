package dev.latchkey.identity.instantlink;

import dev.latchkey.identity.mailbox.Eviction;
import dev.latchkey.identity.mailbox.LinkKind;
import dev.latchkey.identity.mailbox.LinkRequests;
import dev.latchkey.identity.mailbox.Links;
import dev.latchkey.identity.mailbox.MailLimits;
import dev.latchkey.identity.mailbox.Mailboxes;
import dev.latchkey.identity.signin.Proof;
import dev.latchkey.identity.signin.SignIn;
import dev.latchkey.identity.token.OneTimeTokens;
import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.crypto.Tokens;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Origin;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Signs in whoever opens a link that was mailed to the user's address (auth-api.md 10). The session belongs to the device
 * that opens the link, never to the one that asked for it. A device that did not ask has to confirm: otherwise somebody
 * could sign a stranger's browser in to an account of their own by sending on a link.
 */
final class InstantLink {

    private static final String REQUEST = "request";

    private final Database database;
    private final LinkRequests requests;
    private final OneTimeTokens tokens;
    private final Mailboxes mailboxes;
    private final Eviction eviction;
    private final SignIn signIn;
    private final Clock clock;

    InstantLink(
            Database database,
            LinkRequests requests,
            OneTimeTokens tokens,
            Mailboxes mailboxes,
            Eviction eviction,
            SignIn signIn,
            Clock clock) {
        this.database = database;
        this.requests = requests;
        this.tokens = tokens;
        this.mailboxes = mailboxes;
        this.eviction = eviction;
        this.signIn = signIn;
        this.clock = clock;
    }

    /** How a device shows that it is the one that asked. */
    sealed interface Device {

        /** It shows the id of the request, or of another one, or none. */
        record Shows(@Nullable String requestId) implements Device {}

        /** It cannot tell, or the user has said that it does not matter. */
        record Confirmed() implements Device {}
    }

    /** Sends a link to a user who exists; throws 429 after too many requests, whether the user exists or not. */
    void request(UUID projectId, String email, String requestId, Origin origin) {
        Map<String, Object> kept = new HashMap<>();
        kept.put(REQUEST, Tokens.sha256Hex(requestId));
        kept.put("requestedAt", clock.instant());
        kept.put("ipAddress", String.valueOf(origin.ip()));
        kept.put("userAgent", String.valueOf(origin.userAgent()));
        MailLimits.Count count = requests.request(LinkKind.INSTANT_LINK, projectId, email, user -> true, kept, origin);
        Instant now = clock.instant();
        count.requireAddress(now);
        count.requireSource(now);
    }

    /** Throws 400 for a link that does not work, 409 where the device has to confirm: then the link still works. */
    SignIn.Outcome open(UUID projectId, String token, Device device, Origin origin) {
        return database.write(tx -> {
            OneTimeTokens.Redeemed shown = tokens.peek(tx, projectId, LinkKind.INSTANT_LINK.token(), token)
                    .orElseThrow(Mailboxes::invalidLink);
            if (!mayOpen(device, shown.data())) {
                throw confirmationRequired(shown);
            }
            Mailboxes.Proved proved = mailboxes.prove(tx, LinkKind.INSTANT_LINK, projectId, token, origin);
            if (proved.isFirst()) {
                evict(tx, proved, origin);
            }
            return signIn.complete(tx, proved.user(), Proof.of("instant_link", "link"), origin);
        });
    }

    private void evict(Transaction tx, Mailboxes.Proved proved, Origin origin) {
        Eviction.Evicted evicted = eviction.evictWithPassword(tx, proved.user(), "email_verified", origin);
        tx.audit(AuditEvent.success(
                        "user.unproved_access_ended",
                        origin,
                        proved.user().projectId(),
                        "user",
                        proved.user().id())
                .with("revokedSessions", evicted.sessions())
                .with("removedCredentials", evicted.credentials()));
    }

    private static boolean mayOpen(Device device, JsonNode kept) {
        return switch (device) {
            case Device.Confirmed confirmed -> true;
            case Device.Shows(var requestId) ->
                requestId != null
                        && Tokens.same(
                                Tokens.sha256Hex(requestId), kept.path(REQUEST).asString(""));
        };
    }

    private static ApiException confirmationRequired(OneTimeTokens.Redeemed shown) {
        JsonNode kept = shown.data();
        return new ApiException(
                        409,
                        "CONFIRMATION_REQUIRED",
                        "This link was asked for on another device; send it again with confirm: true to sign in here")
                .details(Map.of(
                        "email", Links.address(shown),
                        "requestedAt", kept.path("requestedAt").asString(""),
                        "ipAddress", kept.path("ipAddress").asString(""),
                        "userAgent", kept.path("userAgent").asString("")));
    }
}
