package dev.latchkey.identity.signin;

import dev.latchkey.identity.token.AccessClaims;
import dev.latchkey.identity.user.User;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.Origin;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What upper rooms do when accounts come, change and go; each call is part of the caller's transaction. */
public interface UserLifecycle {

    /** For a house without upper rooms. */
    UserLifecycle NONE = new UserLifecycle() {};

    /**
     * What a new user is given along.
     *
     * @param apiKey shown once, in the answer that made the account; {@code null} for none
     */
    record Welcome(@Nullable String apiKey) {

        public static final Welcome NOTHING = new Welcome(null);

        @Override
        public String toString() {
            return "Welcome";
        }
    }

    /**
     * Both passwords as far as they are known: a reset does not know the old one.
     *
     * @param before {@code null} after a reset, and for a first password
     */
    record PasswordChange(@Nullable String before, String after) {

        @Override
        public String toString() {
            return "PasswordChange";
        }
    }

    /** A backend has made a user, by hand or by vouching for them. */
    default void userAdded(Transaction tx, User user) {}

    /**
     * Somebody has signed up.
     *
     * @param organization whose own provider has brought them; {@code null} for the usual one
     */
    default void userRegistered(Transaction tx, User user, @Nullable UUID organization) {}

    /** What the answer shows that signs a new user in; asked for only where there is such an answer. */
    default Welcome welcome(Transaction tx, User user) {
        return Welcome.NOTHING;
    }

    /**
     * The owner of the account's address has come, and whoever had the account before is put out: what they made for
     * themselves until the address was proved ends.
     */
    default void userEvicted(Transaction tx, User user) {}

    /** The organization that the sessions of the user's sign-ins act for, until it is switched. */
    default Optional<AccessClaims.Organization> organizationOf(Transaction tx, User user) {
        return Optional.empty();
    }

    /** The first administrator was made, and registered before; the installation is to begin with an organization. */
    default void installationSetUp(Transaction tx, User administrator, String organizationName, Origin origin) {}

    /** May refuse by throwing: then nothing has changed. */
    default void passwordChanged(Transaction tx, User user, PasswordChange change) {}

    /** {@code from} ceases to exist; what is its own becomes {@code into}'s. */
    default void usersMerged(Transaction tx, User from, User into, Origin origin) {}

    /** The personal data of the user is about to be erased. */
    default void userDeleted(Transaction tx, User user) {}

    /** What upper rooms keep about the user, by section, for the export; nothing secret. */
    default Map<String, Object> personalData(Handle sql, User user) {
        return Map.of();
    }
}
