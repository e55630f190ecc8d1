package dev.latchkey.identity.mailbox;

import dev.latchkey.identity.throttle.Rule;
import dev.latchkey.identity.throttle.SourceNetwork;
import dev.latchkey.identity.throttle.Subject;
import dev.latchkey.identity.throttle.Throttle;
import dev.latchkey.identity.throttle.Verdict;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.Origin;
import dev.latchkey.platform.settings.SystemSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * How many mails of a kind an address gets, and how many a network may cause: in an hour five, or as many as is set, and a
 * hundred. Nobody is asked whether the address is known.
 */
public final class MailLimits {

    private static final Duration HOUR = Duration.ofHours(1);

    private final Throttle throttle;
    private final SystemSettings settings;

    public MailLimits(Throttle throttle, SystemSettings settings) {
        this.throttle = throttle;
        this.settings = settings;
    }

    /**
     * Where a request stands.
     *
     * @param address {@link Verdict#refused} when the address has had its mails
     */
    public record Count(Verdict address, Verdict source) {

        public boolean refused() {
            return address.refused() || source.refused();
        }

        /** Throws 429 when the address has had its mails. */
        public void requireAddress(Instant now) {
            require(address, now);
        }

        /** Throws 429 when the network has caused too many mails. */
        public void requireSource(Instant now) {
            require(source, now);
        }

        private static void require(Verdict verdict, Instant now) {
            if (verdict.refused()) {
                throw verdict.refusal("RATE_LIMITED", "Too many mails were asked for; try again in", now);
            }
        }
    }

    /** Counts one request, in one statement. */
    public Count count(Transaction tx, UUID projectId, LinkKind kind, String address, Origin origin) {
        String name = "mail." + kind.name().toLowerCase(Locale.ROOT);
        List<Verdict> verdicts = throttle.record(
                tx.sql(),
                List.of(
                        Subject.of(projectId, Rule.of(name + ".address", kind.perHour(settings), HOUR, HOUR), address),
                        Subject.of(
                                projectId,
                                Rule.of(name + ".source", 100, HOUR, HOUR),
                                SourceNetwork.of(origin.ip()).value())),
                UUID.randomUUID(),
                tx.now());
        return new Count(verdicts.getFirst(), verdicts.getLast());
    }
}
