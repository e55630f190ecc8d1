package dev.latchkey.identity.password;

import java.io.IOException;
import java.util.Set;

/**
 * A source of passwords that are known from breaches, asked by k-anonymity: it learns five hex digits of a SHA-1 that some
 * hundreds of the passwords it knows share, and never which of them was meant, if any.
 */
@FunctionalInterface
public interface BreachedPasswords {

    /** How many hex digits of the SHA-1 the source is told. */
    int PREFIX_LENGTH = 5;

    /**
     * What follows the prefix in the SHA-1 hashes that the source knows.
     *
     * @param prefix five upper-case hex digits
     * @return 35 upper-case hex digits each
     * @throws IOException when the source does not answer
     */
    Set<String> suffixes(String prefix) throws IOException;
}
