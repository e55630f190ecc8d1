package dev.latchkey.platform.crypto;

import java.security.SecureRandom;
import java.util.Arrays;

/** Randomness that repeats given bytes, for published vectors. */
final class FixedRandom extends SecureRandom {
    private static final long serialVersionUID = 1;

    private final byte[] bytes;

    FixedRandom(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public void nextBytes(byte[] target) {
        System.arraycopy(Arrays.copyOf(bytes, target.length), 0, target, 0, target.length);
    }
}
