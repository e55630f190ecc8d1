package dev.latchkey.identity.mfa;

import dev.latchkey.identity.signin.Proof;
import dev.latchkey.identity.signin.SignIn;
import dev.latchkey.identity.token.OneTimeTokens;
import dev.latchkey.identity.token.TokenType;
import dev.latchkey.identity.user.User;
import dev.latchkey.identity.user.UserStore;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Origin;
import dev.latchkey.platform.json.Json;
import java.time.Clock;
import java.util.UUID;

/**
 * The second half of a sign-in, whatever the first was. Its token survives wrong answers and is used up by the right one;
 * method and factors of the first half stay in the session.
 */
final class MfaLogin {

    private final Database database;
    private final OneTimeTokens tokens;
    private final UserStore users;
    private final SecondFactors factors;
    private final SignIn signIn;
    private final Clock clock;

    MfaLogin(
            Database database,
            OneTimeTokens tokens,
            UserStore users,
            SecondFactors factors,
            SignIn signIn,
            Clock clock) {
        this.database = database;
        this.tokens = tokens;
        this.users = users;
        this.factors = factors;
        this.signIn = signIn;
        this.clock = clock;
    }

    /** Throws 400 for an unknown token or a wrong answer, 429 after too many of them. */
    SignIn.Outcome login(UUID projectId, String token, Answer answer, Origin origin) {
        Guess<SignIn.Outcome> guess = database.write(tx -> {
            // Whoever else presents the token waits here until we are done with it.
            OneTimeTokens.Redeemed pending =
                    tokens.peek(tx, projectId, TokenType.MFA_PENDING, token).orElseThrow(MfaLogin::unknownToken);
            User user = users.byId(tx.sql(), projectId, pending.userId()).orElseThrow(MfaLogin::unknownToken);
            return factors.guess(tx, user, answer, origin, () -> {
                OneTimeTokens.Redeemed first = tokens.redeem(tx, projectId, TokenType.MFA_PENDING, token)
                        .orElseThrow(MfaLogin::unknownToken);
                return signIn.complete(tx, user, proof(first, answer), origin);
            });
        });
        return guess.orThrow(clock.instant());
    }

    private static Proof proof(OneTimeTokens.Redeemed redeemed, Answer answer) {
        SignIn.Pending first = Json.NULLS_OMITTED.treeToValue(redeemed.data(), SignIn.Pending.class);
        return new Proof(first.method(), first.factors(), false).with(answer.factor());
    }

    private static ApiException unknownToken() {
        return ApiException.invalid("mfaToken is unknown, used or expired; sign in again");
    }
}
