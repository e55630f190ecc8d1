package dev.latchkey.payments.transaction;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** A text memo: at most 28 bytes of UTF-8. */
public record MemoText(String text) {
    private static final int MAX_BYTES = 28;

    /** @throws IllegalArgumentException for a longer text, or one that is not Unicode */
    public static MemoText parse(String text) {
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            if (bytes.remaining() <= MAX_BYTES && text.indexOf('\0') < 0) {
                return new MemoText(text);
            }
        } catch (CharacterCodingException loneSurrogate) {
            throw new IllegalArgumentException("must be Unicode text", loneSurrogate);
        }
        throw new IllegalArgumentException("must be shorter than or equal to 28 bytes of UTF-8");
    }
}
