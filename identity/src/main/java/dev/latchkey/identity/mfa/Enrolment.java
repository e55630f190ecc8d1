package dev.latchkey.identity.mfa;

import dev.latchkey.identity.credential.CredentialKind;
import dev.latchkey.identity.credential.Credentials;
import dev.latchkey.identity.demand.LastFactor;
import dev.latchkey.identity.session.Sessions;
import dev.latchkey.identity.token.OneTimeTokens;
import dev.latchkey.identity.token.TokenType;
import dev.latchkey.identity.user.User;
import dev.latchkey.identity.user.UserStore;
import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.crypto.EnvelopeCipher;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Caller;
import dev.latchkey.platform.http.Origin;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;

/** Sets a user's second factor up, replaces its recovery codes, and takes it away (auth-api.md 14). */
final class Enrolment {

    /** How long a set-up may wait for its first code. */
    private static final Duration PATIENCE = Duration.ofHours(1);

    private static final long NEVER = Long.MIN_VALUE;

    private final Database database;
    private final TotpStore store;
    private final SecondFactors factors;
    private final Credentials credentials;
    private final UserStore users;
    private final LastFactor lastFactor;
    private final Sessions sessions;
    private final OneTimeTokens tokens;
    private final EnvelopeCipher cipher;
    private final MfaLetters letters;
    private final SecureRandom random;
    private final Clock clock;

    Enrolment(
            Database database,
            TotpStore store,
            SecondFactors factors,
            Credentials credentials,
            UserStore users,
            LastFactor lastFactor,
            Sessions sessions,
            OneTimeTokens tokens,
            EnvelopeCipher cipher,
            MfaLetters letters,
            SecureRandom random,
            Clock clock) {
        this.database = database;
        this.store = store;
        this.factors = factors;
        this.credentials = credentials;
        this.users = users;
        this.lastFactor = lastFactor;
        this.sessions = sessions;
        this.tokens = tokens;
        this.cipher = cipher;
        this.letters = letters;
        this.random = random;
        this.clock = clock;
    }

    /**
     * What the user has to keep, and is shown once.
     *
     * @param secret in base 32
     */
    record Setup(String secret, List<RecoveryCode> recoveryCodes) {
        @Override
        public String toString() {
            return "Setup";
        }
    }

    /** Begins anew, whatever was begun before; throws 400 when a second factor is in force. */
    Setup begin(User user, Origin origin) {
        List<RecoveryCode> codes = RecoveryCode.generateSet(random);
        try (FactorKeys keys = FactorKeys.generate(random)) {
            TotpStore.Setup setup = new TotpStore.Setup(
                    keys.seal(user, cipher), codes.stream().map(keys::hash).toList());
            database.run(tx -> {
                requireNone(tx, user);
                store.begin(tx.sql(), user.id(), setup, tx.now().plus(PATIENCE));
                audit(tx, "mfa.setup_started", user, origin);
            });
            return new Setup(keys.secret(), codes);
        }
    }

    /** The first code of the authenticator puts it in force; throws 400 when nothing was begun or the code is wrong. */
    void enable(User user, String code, Caller.UserSession session, Origin origin) {
        Guess<Boolean> guess = database.write(tx -> {
            requireNone(tx, user);
            TotpStore.Setup setup = store.lockSetup(tx.sql(), user.id(), tx.now())
                    .orElseThrow(() -> ApiException.invalid("Two-factor set-up was not started, or too long ago"));
            OptionalLong step = match(tx, setup, user, code);
            return factors.guess(tx, user, origin, step::isPresent, () -> {
                enable(tx, user, setup, step.orElseThrow());
                sessions.strengthen(tx, session.sessionId(), "otp");
                audit(tx, "mfa.enabled", user, origin);
                letters.enabled(tx, user, origin);
                return true;
            });
        });
        guess.orThrow(clock.instant());
    }

    /** Takes the second factor away by means of itself. */
    void disable(User user, Answer answer, Origin origin) {
        Guess<Boolean> guess = database.write(tx -> factors.guess(tx, user, answer, origin, () -> {
            remove(tx, user, origin);
            return true;
        }));
        guess.orThrow(clock.instant());
    }

    /** Takes the second factor away for a user who has given the right password. */
    void disable(User user, Origin origin) {
        database.run(tx -> remove(tx, user, origin));
    }

    /** New recovery codes for old, for a code of the authenticator. */
    List<RecoveryCode> regenerate(User user, String code, Caller.UserSession session, Origin origin) {
        Guess<List<RecoveryCode>> guess =
                database.write(tx -> factors.guess(tx, user, Answer.ofCode(code), origin, () -> {
                    List<RecoveryCode> codes = replaceRecoveryCodes(tx, user);
                    sessions.strengthen(tx, session.sessionId(), "otp");
                    audit(tx, "mfa.recovery_codes_regenerated", user, origin);
                    letters.recoveryCodesReplaced(tx, user, origin);
                    return codes;
                }));
        return guess.orThrow(clock.instant());
    }

    int recoveryCodesRemaining(User user) {
        return database.read(sql -> store.countRecoveryCodes(sql, user.id()));
    }

    void removeExpired() {
        database.read(sql -> store.removeExpiredSetups(sql, clock.instant()));
    }

    private void requireNone(Transaction tx, User user) {
        if (store.find(tx.sql(), user.id()).isPresent()) {
            throw ApiException.invalid("Two-factor authentication is enabled already");
        }
    }

    private OptionalLong match(Transaction tx, TotpStore.Setup setup, User user, String code) {
        try (FactorKeys keys = FactorKeys.open(setup.sealed, user, cipher)) {
            return keys.match(code, tx.now(), NEVER);
        }
    }

    private void enable(Transaction tx, User user, TotpStore.Setup setup, long step) {
        UUID id = credentials.add(tx, user, CredentialKind.TOTP, "", user.id().toString(), null);
        store.enable(tx.sql(), id, user.id(), setup.sealed, step);
        store.replaceRecoveryCodes(tx.sql(), id, setup.recoveryHashes);
        store.removeSetup(tx.sql(), user.id());
    }

    private List<RecoveryCode> replaceRecoveryCodes(Transaction tx, User user) {
        TotpStore.Active active = store.find(tx.sql(), user.id()).orElseThrow(SecondFactors::notEnabled);
        List<RecoveryCode> codes = RecoveryCode.generateSet(random);
        try (FactorKeys keys = FactorKeys.open(active.sealed, user, cipher)) {
            store.replaceRecoveryCodes(
                    tx.sql(),
                    active.credentialId,
                    codes.stream().map(keys::hash).toList());
        }
        return codes;
    }

    private void remove(Transaction tx, User user, Origin origin) {
        User locked = users.lockById(tx.sql(), user.projectId(), user.id()).orElseThrow(SecondFactors::notEnabled);
        TotpStore.Active active = store.find(tx.sql(), user.id()).orElseThrow(SecondFactors::notEnabled);
        lastFactor.requireAnother(tx.sql(), locked, credentials.list(tx.sql(), user.id()), active.credentialId);
        if (!credentials.remove(tx, user.id(), active.credentialId)) {
            throw SecondFactors.notEnabled();
        }
        tokens.revoke(tx, user.id(), TokenType.MFA_PENDING);
        audit(tx, "mfa.disabled", user, origin);
        letters.disabled(tx, user, origin);
    }

    private static void audit(Transaction tx, String type, User user, Origin origin) {
        tx.audit(AuditEvent.success(type, origin, user.projectId(), "user", user.id()));
    }
}
