package dev.latchkey.custody.canary;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16LE;

import dev.latchkey.networks.stellar.strkey.StrKey;
import dev.latchkey.networks.stellar.strkey.StrKeyKind;
import dev.latchkey.platform.crypto.SecretMemory;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A seed that the tests know without ever having it on the heap: it is computed byte by byte. Its traces are computed
 * only after everything that could hold one has been written down.
 */
final class Canary {

    private static final int LENGTH = 32;

    private Canary() {}

    /** The seed in locked memory. */
    static SecretMemory.Lease seed(SecretMemory memory) {
        SecretMemory.Lease seed = memory.lease(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            seed.bytes().set(JAVA_BYTE, i, at(i));
        }
        return seed;
    }

    /** What must be found nowhere, by name: the seed as it is and in every form it could be written in. */
    static Map<String, byte[]> traces() {
        byte[] seed = new byte[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            seed[i] = at(i);
        }
        String strkey = StrKey.encode(StrKeyKind.SEED, seed);
        Map<String, byte[]> traces = new LinkedHashMap<>();
        traces.put("first half", Arrays.copyOf(seed, LENGTH / 2));
        traces.put("second half", Arrays.copyOfRange(seed, LENGTH / 2, LENGTH));
        traces.put("strkey", strkey.getBytes(US_ASCII));
        traces.put("strkey in UTF-16", strkey.getBytes(UTF_16LE));
        traces.put("hex", HexFormat.of().formatHex(seed).getBytes(US_ASCII));
        traces.put(
                "base64",
                Base64.getEncoder().withoutPadding().encodeToString(seed).getBytes(US_ASCII));
        traces.put(
                "base64url",
                Base64.getUrlEncoder().withoutPadding().encodeToString(seed).getBytes(US_ASCII));
        traces.put("list of numbers", Arrays.toString(seed).getBytes(ISO_8859_1));
        return traces;
    }

    private static byte at(int index) {
        return (byte) (index * index * 31 + index * 73 + 141);
    }
}
