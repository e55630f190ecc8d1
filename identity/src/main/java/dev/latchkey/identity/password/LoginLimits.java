package dev.latchkey.identity.password;

import dev.latchkey.identity.throttle.Reservation;
import dev.latchkey.identity.throttle.Rule;
import dev.latchkey.identity.throttle.SourceNetwork;
import dev.latchkey.identity.throttle.Subject;
import dev.latchkey.identity.throttle.Throttle;
import dev.latchkey.identity.throttle.Verdict;
import dev.latchkey.platform.database.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The lockout of auth-api.md 7, known and unknown addresses alike. Guesses are counted per address and source, so that
 * nobody locks anybody else out: the source is the device, where it proves to have signed in to this account before, and
 * the network otherwise. Guesses spread over many networks are counted per address as well; that lock leaves out devices
 * and networks that the account knows.
 */
public final class LoginLimits {

    /** Five within 15 minutes lock for half an hour; each further lock twice as long, up to a day. */
    static final Rule SOURCE = Rule.of("login.source", 5, Duration.ofMinutes(15), Duration.ofMinutes(30))
            .doublingUpTo(Duration.ofDays(1));

    /** From all unknown sources together. */
    static final Rule ACCOUNT = Rule.of("login.account", 50, Duration.ofHours(1), Duration.ofHours(1));

    private final Throttle throttle;

    public LoginLimits(Throttle throttle) {
        this.throttle = throttle;
    }

    /**
     * A try to sign in.
     *
     * @param guess counted for its source
     * @param device the device that it comes from, if that is known to the account
     */
    record Attempt(
            Reservation guess, Subject account, @Nullable String device, SourceNetwork network) {

        static Attempt of(UUID projectId, String address, @Nullable String device, @Nullable String ip) {
            SourceNetwork network = SourceNetwork.of(ip);
            Subject source = device == null
                    ? Subject.of(projectId, SOURCE, address, "network", network.value())
                    : Subject.of(projectId, SOURCE, address, "device", device);
            return new Attempt(
                    Reservation.of(source.ownedBy(address)),
                    Subject.of(projectId, ACCOUNT, address).ownedBy(address),
                    device,
                    network);
        }

        Attempt answered(Reservation answer) {
            return new Attempt(answer, account, device, network);
        }

        Subject source() {
            return guess.subject();
        }
    }

    /** Counts a wrong guess, in one statement; answers what it locked. */
    List<Verdict> failed(Handle sql, Attempt attempt, Instant now) {
        List<Subject> counted =
                attempt.device() == null ? List.of(attempt.source(), attempt.account()) : List.of(attempt.source());
        return throttle.record(sql, counted, attempt.guess().event(), now);
    }

    /** The guess was no guess, or was never looked at. */
    void release(Handle sql, Attempt attempt) {
        throttle.release(sql, attempt.guess());
    }

    /** The guess was right; what it counted for the account stays. */
    void proved(Handle sql, Attempt attempt) {
        throttle.clear(sql, attempt.source());
    }

    /** Forgets all failures and locks of an address: its owner has proved to have it. */
    public void forget(Transaction tx, UUID projectId, String address) {
        throttle.clearOwnedBy(tx.sql(), projectId, address);
    }
}
