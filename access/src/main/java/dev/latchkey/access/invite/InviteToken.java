package dev.latchkey.access.invite;

import dev.latchkey.platform.crypto.Tokens;
import java.security.SecureRandom;
import java.util.HexFormat;

/** What an invitation is accepted with: 32 random bytes as 64 hex characters; only its SHA-256 is stored. */
record InviteToken(String text) {

    private static final int BYTES = 32;

    static InviteToken generate(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new InviteToken(HexFormat.of().formatHex(bytes));
    }

    String hash() {
        return Tokens.sha256Hex(text);
    }

    @Override
    public String toString() {
        return "InviteToken";
    }
}
