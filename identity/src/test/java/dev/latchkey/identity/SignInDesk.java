package dev.latchkey.identity;

import dev.latchkey.identity.demand.SecondFactorDemand;
import dev.latchkey.identity.device.LoginFacts;
import dev.latchkey.identity.device.Places;
import dev.latchkey.identity.session.RefreshTokens;
import dev.latchkey.identity.session.SessionStore;
import dev.latchkey.identity.session.Sessions;
import dev.latchkey.identity.signin.NewDevices;
import dev.latchkey.identity.signin.Proof;
import dev.latchkey.identity.signin.SignIn;
import dev.latchkey.identity.signin.UserLifecycle;
import dev.latchkey.identity.token.AccessTokens;
import dev.latchkey.identity.token.OneTimeTokens;
import dev.latchkey.identity.token.SigningKeys;
import dev.latchkey.identity.token.TokenNames;
import dev.latchkey.identity.token.TokenType;
import dev.latchkey.identity.user.User;
import dev.latchkey.identity.user.UserStore;
import dev.latchkey.platform.http.Origin;
import dev.latchkey.testkit.HttpProbe;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Signs users of a house in by proofs that a test makes up: for what holds whatever the way to sign in. */
final class SignInDesk {

    private final IdentityHouse house;
    private final Sessions sessions;
    private final SignIn signIn;
    private final OneTimeTokens tokens;

    SignInDesk(IdentityHouse house) {
        this.house = house;
        SecureRandom random = new SecureRandom();
        SessionStore store = new SessionStore();
        SigningKeys keys = new SigningKeys(
                house.database, house.cipher, random, house.clock, Duration.ofDays(30), Duration.ofMinutes(15), null);
        this.tokens = new OneTimeTokens(random);
        this.sessions = new Sessions(
                house.database,
                store,
                new AccessTokens(
                        keys,
                        TokenNames.always("cedros-login", "cedros-app"),
                        Duration.ofMinutes(15),
                        SecondFactorDemand.NONE,
                        house.clock),
                new RefreshTokens(random, house.masterKey),
                () -> new Sessions.Lifetimes(Duration.ofDays(7), Duration.ofDays(30)),
                SecondFactorDemand.NONE,
                house.clock);
        this.signIn = new SignIn(
                store,
                sessions,
                tokens,
                new NewDevices(new LoginFacts(Places.UNKNOWN), house.mail),
                UserLifecycle.NONE);
    }

    SignIn.Outcome signIn(String userId, Proof proof) {
        return house.database.write(tx -> signIn.complete(tx, user(userId), proof, Origin.SYSTEM));
    }

    /** The user's client, by a proof that is enough. */
    HttpProbe client(String userId, Proof proof) {
        if (signIn(userId, proof) instanceof SignIn.Outcome.SignedIn(var user, var begun, var given, var welcome)) {
            return house.anonymous.withBearer(sessions.tokens(user, begun).accessToken());
        }
        throw new AssertionError("the proof was not enough: " + proof);
    }

    String issue(TokenType type, String userId) {
        return house.database.write(tx -> tokens.issue(tx, type, user(userId), Duration.ofHours(1), Map.of()));
    }

    Optional<OneTimeTokens.Redeemed> redeem(TokenType type, UUID projectId, String token) {
        return house.database.write(tx -> tokens.redeem(tx, projectId, type, token));
    }

    private User user(String userId) {
        return house.database.read(sql -> new UserStore()
                .byId(sql, IdentityHouse.DEFAULT_PROJECT, UUID.fromString(userId))
                .orElseThrow());
    }
}
