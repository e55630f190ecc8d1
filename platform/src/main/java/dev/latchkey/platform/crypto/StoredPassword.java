package dev.latchkey.platform.crypto;

/** A password as the database keeps it: a hash of ours, or one that another system made. */
public sealed interface StoredPassword permits PasswordHash, ForeignHash {

    /** @throws IllegalArgumentException if it is of no known form, or its cost is out of bounds */
    static StoredPassword parse(String stored) {
        return PasswordHash.isCanonical(stored) ? PasswordHash.parse(stored) : ForeignHash.parse(stored);
    }

    /**
     * Reads a hash that somebody brings along; all that is stricter than {@link #parse} is the bound on its cost.
     *
     * @throws IllegalArgumentException with a sentence for whoever imports it
     */
    static StoredPassword imported(String foreign) {
        StoredPassword stored = parse(foreign);
        if (stored instanceof PasswordHash hash) {
            Argon2Foreign.requireAffordable(hash.parameters());
        }
        return stored;
    }

    /** The form to store. */
    String stored();
}
