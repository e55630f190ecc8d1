package dev.latchkey.networks.stellar.xdr;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The code of an issued asset: 1 to 12 letters and digits; up to four travel as alphanum4, longer ones as alphanum12. */
public record AssetCode(String text) implements XdrValue {
    private static final int ALPHANUM4 = 1;
    private static final int ALPHANUM12 = 2;

    public AssetCode {
        if (text.isEmpty() || text.length() > 12 || !text.chars().allMatch(AssetCode::isAlphanumeric)) {
            throw new XdrException("not an asset code of 1 to 12 letters and digits");
        }
    }

    /** The union with its discriminant. */
    public static AssetCode read(XdrReader in) {
        int type = in.int32();
        return switch (type) {
            case ALPHANUM4, ALPHANUM12 -> readBody(in, type);
            default -> throw in.unknown("AssetCode", type);
        };
    }

    static AssetCode readBody(XdrReader in, int type) {
        int width = type == ALPHANUM4 ? 4 : 12;
        byte[] padded = in.fixed(width).toArray();
        int length = width;
        while (length > 0 && padded[length - 1] == 0) {
            length--;
        }
        AssetCode code = new AssetCode(new String(padded, 0, length, StandardCharsets.ISO_8859_1));
        if (code.type() != type) {
            throw new XdrException("asset code of " + length + " characters in the wider form");
        }
        return code;
    }

    @Override
    public void write(XdrWriter out) {
        out.int32(type());
        writeBody(out);
    }

    void writeBody(XdrWriter out) {
        int width = type() == ALPHANUM4 ? 4 : 12;
        out.fixed(Bytes.wrap(Arrays.copyOf(text.getBytes(StandardCharsets.US_ASCII), width)), width);
    }

    int type() {
        return text.length() <= 4 ? ALPHANUM4 : ALPHANUM12;
    }

    private static boolean isAlphanumeric(int c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    @Override
    public String toString() {
        return text;
    }
}
