package dev.latchkey.payments.indexer;

import dev.latchkey.networks.stellar.xdr.Bytes;
import dev.latchkey.networks.stellar.xdr.Memo;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Texts that strangers wrote into the ledger. Anybody may send anything to anybody: what is no text, or holds characters
 * that the database or a reader could not bear, is shown in hexadecimal.
 */
final class LedgerText {
    private LedgerText() {}

    static String of(Bytes bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toArray()))
                    .toString();
            return text.codePoints().anyMatch(LedgerText::isUnprintable) ? hex(bytes) : text;
        } catch (CharacterCodingException noText) {
            return hex(bytes);
        }
    }

    /** The memo, or null where there is none or it is empty. */
    static @Nullable String of(Memo memo) {
        return switch (memo) {
            case Memo.None none -> null;
            case Memo.Text(Bytes text) -> text.size() == 0 ? null : of(text);
            case Memo.Id(long id) -> Long.toUnsignedString(id);
            case Memo.HashMemo hash -> hash.hash().toHex();
            case Memo.ReturnHash hash -> hash.hash().toHex();
        };
    }

    private static String hex(Bytes bytes) {
        return "0x" + bytes.toHex();
    }

    /** Control, format (direction marks among them), surrogate and unassigned characters, line and paragraph ends. */
    private static boolean isUnprintable(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
