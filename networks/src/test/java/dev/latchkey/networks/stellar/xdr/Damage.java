package dev.latchkey.networks.stellar.xdr;

import java.util.Arrays;
import java.util.Random;

/** Spoils bytes the way that finds careless readers. */
final class Damage {
    private static final int[] WORDS = {0, 1, 2, 3, 5, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 0x100, 0xffff};

    private Damage() {}

    static byte[] of(byte[] xdr, Random random) {
        byte[] damaged = xdr.clone();
        int words = damaged.length / 4;
        switch (random.nextInt(6)) {
            case 0 -> damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            case 1 -> word(damaged, random.nextInt(words), WORDS[random.nextInt(WORDS.length)]);
            case 2 -> word(damaged, random.nextInt(words), random.nextInt(32));
            case 3 -> {
                return Arrays.copyOf(damaged, random.nextInt(damaged.length));
            }
            case 4 -> {
                return Arrays.copyOf(damaged, damaged.length + 1 + random.nextInt(8));
            }
            default -> damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
        }
        return damaged;
    }

    private static void word(byte[] xdr, int index, int value) {
        for (int i = 0; i < 4; i++) {
            xdr[index * 4 + i] = (byte) (value >> (24 - 8 * i));
        }
    }
}
