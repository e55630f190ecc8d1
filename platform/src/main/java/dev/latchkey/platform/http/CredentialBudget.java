package dev.latchkey.platform.http;

import java.util.function.Supplier;

/**
 * How many credentials that turn out to be no good a network may send. What is remembered, or proves itself by a signature,
 * always gets in, so that nobody is locked out by a neighbour who guesses; what has to be looked up is looked up only while
 * the budget lasts, and is counted before, so that guesses that come at once are counted as exactly as others.
 */
final class CredentialBudget {

    private static final String EXPIRED = "TOKEN_EXPIRED";

    private final RateRules rules;

    CredentialBudget(RateRules rules) {
        this.rules = rules;
    }

    /** The caller that {@code check} finds; its 401 is 429 once the budget is spent. */
    Caller identify(Call call, Route route, Supplier<Caller> check) {
        call.identifiedWithin(this);
        boolean guessed = false;
        try {
            return check.get();
        } catch (ApiException refusal) {
            // Whoever sends a token that was good once has not guessed it.
            guessed = refusal.status() == 401 && !refusal.code().equals(EXPIRED);
            if (guessed && !call.isGuess()) {
                rules.takeGuess(call, route);
            }
            throw refusal;
        } finally {
            if (call.isGuess() && !guessed) {
                rules.giveGuessBack(call);
            }
        }
    }

    /** Counts the credential as a guess until it turns out to be none; throws 429 when none is left. */
    void reserve(Call call, Route route) {
        rules.takeGuess(call, route);
    }
}
