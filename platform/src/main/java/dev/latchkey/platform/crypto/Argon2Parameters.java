package dev.latchkey.platform.crypto;

/**
 * The cost of an Argon2id hash (RFC 9106 §3.1). The upper bounds keep a stored hash from exhausting the server.
 *
 * @param memoryKib memory in KiB, from 8 for each lane to 1 GiB
 * @param passes over the memory, 1 to 64
 * @param lanes 1 to 64; they set the layout of the memory and are computed one after the other here
 */
public record Argon2Parameters(int memoryKib, int passes, int lanes) {
    /** 19 MiB, 2 passes, 1 lane: the first choice of the OWASP Password Storage Cheat Sheet. */
    public static final Argon2Parameters DEFAULT = new Argon2Parameters(19_456, 2, 1);

    private static final int MAXIMUM_KIB = 1_048_576;

    public Argon2Parameters {
        if (lanes < 1 || lanes > 64) {
            throw new IllegalArgumentException("Argon2 takes 1 to 64 lanes here, not " + lanes);
        }
        if (passes < 1 || passes > 64) {
            throw new IllegalArgumentException("Argon2 takes 1 to 64 passes here, not " + passes);
        }
        if (memoryKib < 8 * lanes || memoryKib > MAXIMUM_KIB) {
            throw new IllegalArgumentException("Argon2 takes 8 KiB for each lane to 1 GiB here, not " + memoryKib);
        }
    }
}
