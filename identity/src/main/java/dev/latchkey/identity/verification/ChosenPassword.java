package dev.latchkey.identity.verification;

import dev.latchkey.identity.password.CurrentPassword;
import dev.latchkey.identity.password.RegistrationMark;
import dev.latchkey.identity.user.User;
import dev.latchkey.identity.user.UserStore;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Origin;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes sure that whoever verifies an address has chosen the password with it. Anybody can register an address and wait
 * for its owner to use the link: the owner's click must not make the stranger's password good.
 */
final class ChosenPassword {

    private final CurrentPassword passwords;
    private final RegistrationMark marks;
    private final String basePath;

    ChosenPassword(CurrentPassword passwords, RegistrationMark marks, String basePath) {
        this.passwords = passwords;
        this.marks = marks;
        this.basePath = basePath;
    }

    /**
     * What the caller shows.
     *
     * @param password as the caller gave it
     * @param mark of the registration, if this browser has one
     * @param believed callers without cookies cannot show a mark, and are believed where they give no password
     */
    record Shown(@Nullable String password, @Nullable String mark, boolean believed) {

        @Override
        public String toString() {
            return "Shown";
        }
    }

    /** A user whose address nobody has proved, with the password that a proof would confirm. */
    record Unproved(User user, String passwordHash) {}

    /** The user, if there is a password to be confirmed; nobody changes it until the transaction ends. */
    Optional<Unproved> of(Transaction tx, UUID userId) {
        return tx.sql()
                .createQuery("select password_hash, " + UserStore.COLUMNS + """
                        from identity.users
                        where id = :userId and password_hash is not null and not email_verified and deleted_at is null
                        for update
                        """)
                .bind("userId", userId)
                .map((row, context) -> new Unproved(UserStore.user(row), row.getString("password_hash")))
                .findOne();
    }

    /**
     * Returns when the caller has chosen the password.
     *
     * @throws ApiException 409 when it has to be given, 401 when it is another one, 429 after too many
     */
    void require(Unproved account, Shown shown, Origin origin) {
        String password = shown.password();
        if (password != null) {
            passwords.require(account.user(), password, CurrentPassword.Purpose.CONFIRMATION, origin);
            return;
        }
        boolean registeredHere = shown.mark() != null && marks.fits(shown.mark(), account.passwordHash());
        if (!registeredHere && !shown.believed()) {
            throw passwordNeeded(account.user());
        }
    }

    private ApiException passwordNeeded(User user) {
        return new ApiException(
                        409,
                        "CONFIRMATION_REQUIRED",
                        "This account was made elsewhere: send the link again with the password that was chosen then. If you"
                                + " did not choose it, set your own by resetting the password")
                .details(Map.of(
                        "email",
                        Objects.requireNonNull(user.email()),
                        "field",
                        "password",
                        "otherwise",
                        basePath + "/forgot-password"));
    }
}
