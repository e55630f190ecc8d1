package dev.latchkey.identity.recovery;

import org.jspecify.annotations.Nullable;

/** The rules for new passwords. */
@FunctionalInterface
public interface PasswordCheck {

    /**
     * Says nothing when the password may be set; throws 400 with every rule it breaks.
     *
     * @param email of the account, in its normal form
     */
    void require(String password, @Nullable String email);
}
