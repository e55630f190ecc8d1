package dev.latchkey.networks.solana;

import dev.latchkey.platform.crypto.Ed25519;
import dev.latchkey.platform.crypto.Ed25519Signature;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Texts as wallets sign them: most sign the UTF-8 bytes as they are, hardware wallets put a header in front that no
 * transaction begins with (Solana's off-chain message format, version 0, and its shorter first draft).
 */
public final class WalletMessage {
    private static final byte[] OFFCHAIN = {
        (byte) 0xff, 's', 'o', 'l', 'a', 'n', 'a', ' ', 'o', 'f', 'f', 'c', 'h', 'a', 'i', 'n', 0
    };
    private static final int APPLICATION_DOMAIN = 32;
    private static final int LONGEST = 0xffff;

    private WalletMessage() {}

    /** Whether the address signed the text in one of the forms. */
    public static boolean verify(SolanaAddress signer, String text, Ed25519Signature signature) {
        byte[] message = text.getBytes(StandardCharsets.UTF_8);
        if (Ed25519.verify(signer.key(), message, signature)) {
            return true;
        }
        if (message.length > LONGEST) {
            return false;
        }
        byte format = format(message);
        return List.of(withHeader(signer, format, message), withDraftHeader(format, message)).stream()
                .anyMatch(form -> Ed25519.verify(signer.key(), form, signature));
    }

    /** Version 0: application domain (all zero: none), format, one signer, length, text. */
    static byte[] withHeader(SolanaAddress signer, byte format, byte[] message) {
        return ByteBuffer.allocate(OFFCHAIN.length + APPLICATION_DOMAIN + 36 + message.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(OFFCHAIN)
                .put(new byte[APPLICATION_DOMAIN])
                .put(format)
                .put((byte) 1)
                .put(signer.key().bytes())
                .putShort((short) message.length)
                .put(message)
                .array();
    }

    /** The draft that devices in use still sign: format, length, text. */
    static byte[] withDraftHeader(byte format, byte[] message) {
        return ByteBuffer.allocate(OFFCHAIN.length + 3 + message.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(OFFCHAIN)
                .put(format)
                .putShort((short) message.length)
                .put(message)
                .array();
    }

    /** 0 where all is printable ASCII, 1 for other UTF-8 that a device still shows, 2 for longer texts. */
    private static byte format(byte[] message) {
        if (message.length > 1232) {
            return 2;
        }
        for (byte character : message) {
            if (character < 0x20 || character > 0x7e) {
                return 1;
            }
        }
        return 0;
    }
}
