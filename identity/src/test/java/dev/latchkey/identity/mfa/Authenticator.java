package dev.latchkey.identity.mfa;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.ChecksumException;
import com.google.zxing.FormatException;
import com.google.zxing.NotFoundException;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;

/** The app on the user's phone: scans a picture, then shows codes by its own clock. */
public final class Authenticator {

    private static final String PNG = "data:image/png;base64,";
    private static final Pattern SECRET = Pattern.compile("[?&]secret=([A-Z2-7]+)(&|$)");

    private final byte[] secret;
    private final Clock clock;

    private Authenticator(String uri, Clock clock) {
        Matcher found = SECRET.matcher(uri);
        assertThat(found.find()).as(uri).isTrue();
        this.secret = decode(found.group(1));
        this.clock = clock;
    }

    public static Authenticator of(String uri, Clock clock) {
        return new Authenticator(uri, clock);
    }

    /** The code shown now. */
    public String code() {
        return code(Duration.ZERO);
    }

    /** The code shown when the phone's clock is ahead by {@code ahead}. */
    public String code(Duration ahead) {
        return Totp.STANDARD.code(secret, clock.instant().plus(ahead));
    }

    /** Some six digits that are shown neither now nor around now. */
    public String wrongCode() {
        Instant now = clock.instant();
        for (int number = 0; ; number++) {
            String code = String.valueOf(100_000 + number);
            if (Totp.STANDARD.match(secret, code, now, Long.MIN_VALUE).isEmpty()) {
                return code;
            }
        }
    }

    /** What the QR code in a {@code data:} URL says. */
    public static String scan(String pngDataUrl) {
        assertThat(pngDataUrl).startsWith(PNG);
        byte[] png = Base64.getDecoder().decode(pngDataUrl.substring(PNG.length()));
        try {
            return read(ImageIO.read(new ByteArrayInputStream(png)));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static String read(BufferedImage picture) {
        int width = picture.getWidth();
        int height = picture.getHeight();
        int[] pixels = picture.getRGB(0, 0, width, height, null, 0, width);
        try {
            return new QRCodeReader()
                    .decode(new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(width, height, pixels))))
                    .getText();
        } catch (NotFoundException | ChecksumException | FormatException unreadable) {
            throw new AssertionError("no QR code can be read", unreadable);
        }
    }

    public static String secretInHex(String base32) {
        return HexFormat.of().formatHex(decode(base32));
    }

    static byte[] decode(String base32) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int buffer = 0;
        int filled = 0;
        for (int i = 0; i < base32.length(); i++) {
            buffer = ((buffer << 5) | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(base32.charAt(i))) & 0xffff;
            filled += 5;
            if (filled >= 8) {
                filled -= 8;
                bytes.write(buffer >> filled);
            }
        }
        return bytes.toByteArray();
    }
}
