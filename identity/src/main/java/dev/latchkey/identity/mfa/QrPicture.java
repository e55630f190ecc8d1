package dev.latchkey.identity.mfa;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import java.util.Base64;
import java.util.Map;

/** A text as a QR code (ISO/IEC 18004) with the quiet zone of four modules that scanners need. */
final class QrPicture {

    private static final int PIXELS_PER_MODULE = 6;
    private static final Map<EncodeHintType, ?> HINTS =
            Map.of(EncodeHintType.ERROR_CORRECTION, ErrorCorrectionLevel.M, EncodeHintType.MARGIN, 4);

    private final BitMatrix modules;

    /** @throws IllegalArgumentException for a text that no QR code can hold */
    QrPicture(String text) {
        try {
            this.modules = new QRCodeWriter().encode(text, BarcodeFormat.QR_CODE, 0, 0, HINTS);
        } catch (WriterException tooLong) {
            throw new IllegalArgumentException("the text does not fit into a QR code", tooLong);
        }
    }

    /** As a {@code data:} URL, for the {@code src} of an image. */
    String pngDataUrl() {
        byte[] png = MonochromePng.encode(
                modules.getWidth() * PIXELS_PER_MODULE,
                modules.getHeight() * PIXELS_PER_MODULE,
                (x, y) -> modules.get(x / PIXELS_PER_MODULE, y / PIXELS_PER_MODULE));
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(png);
    }

    /** As an SVG element of any size, to be put into a page; black on white whatever the page's colours. */
    String svg() {
        int size = modules.getWidth();
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                if (modules.get(x, y)) {
                    int run = x;
                    while (run < size && modules.get(run, y)) {
                        run++;
                    }
                    path.append('M').append(x).append(' ').append(y);
                    path.append('h')
                            .append(run - x)
                            .append("v1h")
                            .append(x - run)
                            .append('z');
                    x = run;
                }
            }
        }
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + size + " " + size
                + "\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h" + size + "v" + size + "H0z\"/>"
                + "<path fill=\"#000\" d=\"" + path + "\"/></svg>";
    }
}
