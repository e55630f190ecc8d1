package dev.latchkey.identity.mfa;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Writes black and white pictures as PNG (ISO/IEC 15948): one bit a pixel, no filter. The JDK's own writer would bring the
 * whole of AWT into the server, and by default puts what it writes into a temporary file first.
 */
final class MonochromePng {

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    /** Whether the pixel in column {@code x} of row {@code y} is black. */
    @FunctionalInterface
    interface Pixels {
        boolean isBlack(int x, int y);
    }

    private MonochromePng() {}

    static byte[] encode(int width, int height, Pixels pixels) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(SIGNATURE);
        // One bit a pixel, greyscale; compression, filter and interlace have but the method 0 here.
        byte[] header = ByteBuffer.allocate(13)
                .putInt(width)
                .putInt(height)
                .put((byte) 1)
                .array();
        writeChunk(file, "IHDR", header);
        writeChunk(file, "IDAT", deflate(rows(width, height, pixels)));
        writeChunk(file, "IEND", new byte[0]);
        return file.toByteArray();
    }

    /** Each row begins with its filter, 0 for none; a bit that is set is white. */
    private static byte[] rows(int width, int height, Pixels pixels) {
        int stride = 1 + (width + 7) / 8;
        byte[] rows = new byte[height * stride];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                if (!pixels.isBlack(x, y)) {
                    rows[y * stride + 1 + x / 8] |= (byte) (0x80 >> x % 8);
                }
            }
        }
        return rows;
    }

    private static byte[] deflate(byte[] data) {
        try (Deflater deflater = new Deflater()) {
            deflater.setInput(data);
            deflater.finish();
            ByteArrayOutputStream deflated = new ByteArrayOutputStream();
            byte[] buffer = new byte[4096];
            while (!deflater.finished()) {
                deflated.write(buffer, 0, deflater.deflate(buffer));
            }
            return deflated.toByteArray();
        }
    }

    private static void writeChunk(ByteArrayOutputStream file, String type, byte[] data) {
        ByteBuffer typed = ByteBuffer.allocate(4 + data.length);
        typed.put(type.getBytes(US_ASCII)).put(data);
        CRC32 checksum = new CRC32();
        checksum.update(typed.array());
        file.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
        file.writeBytes(typed.array());
        file.writeBytes(ByteBuffer.allocate(4).putInt((int) checksum.getValue()).array());
    }
}
