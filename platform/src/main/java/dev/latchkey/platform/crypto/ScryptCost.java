package dev.latchkey.platform.crypto;

/**
 * The cost of scrypt (RFC 7914 §2), bounded to 256 MiB and to the work of 16 of today's usual hashes.
 *
 * @param logN binary logarithm of the CPU and memory cost
 * @param r block size
 * @param p how often one after the other
 */
record ScryptCost(int logN, int r, int p) {

    private static final long MOST_WORK = 1L << 21;

    ScryptCost {
        ForeignHash.require(
                logN >= 1 && logN <= 30 && r >= 1 && p >= 1, "scrypt takes ln from 1 to 30, r and p from 1");
        long blocks = (1L << logN) * r;
        ForeignHash.require(
                blocks * 128 <= ForeignHash.MAXIMUM_KIB * 1024 && blocks * p <= MOST_WORK,
                "scrypt is taken up to 256 MiB (2^ln * r * 128 bytes) and 2^ln * r * p = 2^21");
    }
}
