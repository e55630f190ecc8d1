package dev.latchkey.sandbox.ledger;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * A running hash of a set of entries: the sum of the SHA-256 of every entry's XDR modulo 2^256. It costs two hashes per
 * changed entry, whatever the size of the ledger.
 */
final class StateHash {
    private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(256);
    private BigInteger sum = BigInteger.ZERO;

    void replace(@Nullable Entry before, @Nullable Entry after) {
        if (before != null) {
            sum = sum.subtract(digest(before)).mod(MODULUS);
        }
        if (after != null) {
            sum = sum.add(digest(after)).mod(MODULUS);
        }
    }

    byte[] value() {
        return Xdr.sha256(sum.toByteArray());
    }

    private static BigInteger digest(Entry entry) {
        return new BigInteger(1, Xdr.sha256(Xdr.bytes(EntryXdr.of(entry)::toXdrByteArray)));
    }
}
