package dev.latchkey.networks.stellar.strkey;

/** CRC-16/XMODEM: polynomial 0x1021, initial value 0, as SEP-23 asks. */
final class Crc16 {
    private Crc16() {}

    /** Checksum of the first {@code length} bytes; free of tables and branches on data, which may be a seed. */
    static int of(byte[] data, int length) {
        int crc = 0;
        for (int i = 0; i < length; i++) {
            crc ^= (data[i] & 0xff) << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc << 1) ^ (0x1021 & -(crc >>> 15));
                crc &= 0xffff;
            }
        }
        return crc;
    }
}
