package dev.latchkey.identity.mfa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class QrPictureTest {

    private static final String TEXT =
            "otpauth://totp/Cedros:ann@example.com?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Cedros";

    @Test
    void thePngCanBeScanned() {
        assertThat(Authenticator.scan(new QrPicture(TEXT).pngDataUrl())).isEqualTo(TEXT);
    }

    @Test
    void theSvgCanBeScannedInAnySize() {
        assertThat(Authenticator.read(drawn(new QrPicture(TEXT).svg(), 5))).isEqualTo(TEXT);
    }

    @Test
    void theLongestNamesFit() {
        String longest = new KeyUri("€".repeat(64), "\ud83d\ude00".repeat(80), "A".repeat(32)).text();

        assertThat(Authenticator.scan(new QrPicture(longest).pngDataUrl())).isEqualTo(longest);
    }

    @Test
    void theSvgHoldsNothingButShapes() {
        assertThat(new QrPicture("<script>").svg())
                .matches("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 (\\d+) \\1\""
                        + " shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"[Mhvz0-9H -]+\"/>"
                        + "<path fill=\"#000\" d=\"[Mhvz0-9 -]+\"/></svg>");
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> new QrPicture("x".repeat(4000))).isInstanceOf(IllegalArgumentException.class);
    }

    /** Draws the black path with another renderer than ours. */
    private static BufferedImage drawn(String svg, int scale) {
        Matcher size = Pattern.compile("viewBox=\"0 0 (\\d+)").matcher(svg);
        assertThat(size.find()).isTrue();
        int width = scale * Integer.parseInt(size.group(1));
        BufferedImage picture = new BufferedImage(width, width, BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = picture.createGraphics();
        canvas.setColor(Color.WHITE);
        canvas.fillRect(0, 0, width, width);
        canvas.scale(scale, scale);
        canvas.setColor(Color.BLACK);
        canvas.fill(path(svg.substring(svg.lastIndexOf("d=\"") + 3, svg.lastIndexOf('"'))));
        canvas.dispose();
        return picture;
    }

    private static Path2D path(String commands) {
        Path2D path = new Path2D.Double();
        Matcher command = Pattern.compile("M(\\d+) (\\d+)h(\\d+)v1h-(\\d+)z").matcher(commands);
        int end = 0;
        while (command.find()) {
            assertThat(command.start()).isEqualTo(end);
            end = command.end();
            int x = Integer.parseInt(command.group(1));
            int y = Integer.parseInt(command.group(2));
            int run = Integer.parseInt(command.group(3));
            assertThat(command.group(4)).isEqualTo(command.group(3));
            path.append(new java.awt.Rectangle(x, y, run, 1), false);
        }
        assertThat(end).isEqualTo(commands.length());
        return path;
    }
}
