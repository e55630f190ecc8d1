package dev.latchkey.identity.token;

import java.time.Instant;

/** Who issues access tokens, and for whom; administrators may change it while tokens live. */
public interface TokenNames {

    /**
     * The names in a token.
     *
     * @param issuer {@code iss}
     * @param audience {@code aud}
     */
    record Names(String issuer, String audience) {}

    /** Of tokens that are issued now. Costs no statement. */
    Names current();

    /** Whether tokens of ours have had these names at that time or since; asked for others than the current ones only. */
    boolean haveBeen(Names names, Instant since);

    /** Names that never change. */
    static TokenNames always(String issuer, String audience) {
        Names names = new Names(issuer, audience);
        return new TokenNames() {
            @Override
            public Names current() {
                return names;
            }

            @Override
            public boolean haveBeen(Names others, Instant since) {
                return false;
            }
        };
    }
}
