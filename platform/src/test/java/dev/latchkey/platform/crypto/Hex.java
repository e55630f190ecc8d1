package dev.latchkey.platform.crypto;

import java.util.HexFormat;

/** Hex as test vectors print it: spaces and line breaks are ignored. */
final class Hex {
    private Hex() {}

    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
    }

    static String of(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
