package dev.latchkey.identity.device;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class DeviceTest {

    private static final String WEBKIT = " AppleWebKit/537.36 (KHTML, like Gecko) ";

    @Test
    void devicesHaveTheContractsNames() {
        assertThat(name("Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X)"))
                .isEqualTo("iPhone");
        assertThat(name("Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X)")).isEqualTo("iPad");
        assertThat(name("Mozilla/5.0 (Linux; Android 16; Pixel 9)" + WEBKIT + "Chrome/140 Mobile Safari/537.36"))
                .isEqualTo("Android Phone");
        assertThat(name("Mozilla/5.0 (Linux; Android 15; SM-X910)" + WEBKIT + "Chrome/140 Safari/537.36"))
                .isEqualTo("Android Tablet");
        assertThat(name("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)")).isEqualTo("Mac");
        assertThat(name("Mozilla/5.0 (Windows NT 10.0; Win64; x64)")).isEqualTo("Windows PC");
        assertThat(name("Mozilla/5.0 (X11; Linux x86_64; rv:140.0)")).isEqualTo("Linux");
        assertThat(name("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0)")).isEqualTo("Chromebook");
        assertThat(name("curl/8.14.1")).isEqualTo("Unknown device");
        assertThat(name(null)).isEqualTo("Unknown device");
        assertThat(name("")).isEqualTo("Unknown device");
    }

    @Test
    void browsersAreToldFromThoseTheyClaimToBe() {
        assertThat(browser(WEBKIT + "Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0"))
                .isEqualTo("Microsoft Edge");
        assertThat(browser("AppleWebKit/605.1.15 EdgiOS/140.0 Mobile/15E148 Safari/605.1.15"))
                .isEqualTo("Microsoft Edge");
        assertThat(browser(WEBKIT + "Chrome/140.0.0.0 Safari/537.36 OPR/121.0.0.0"))
                .isEqualTo("Opera");
        assertThat(browser(WEBKIT + "Chrome/140.0.0.0 Safari/537.36")).isEqualTo("Chrome");
        assertThat(browser("AppleWebKit/605.1.15 CriOS/140.0 Mobile/15E148 Safari/604.1"))
                .isEqualTo("Chrome");
        assertThat(browser("AppleWebKit/605.1.15 Version/26.0 Safari/605.1.15")).isEqualTo("Safari");
        assertThat(browser("Gecko/20100101 Firefox/143.0")).isEqualTo("Firefox");
        assertThat(browser("AppleWebKit/605.1.15 FxiOS/143.0 Mobile/15E148 Safari/605.1.15"))
                .isEqualTo("Firefox");
        assertThat(browser("Mozilla/5.0 (Windows NT 10.0; Trident/7.0; rv:11.0) like Gecko"))
                .isEqualTo("Internet Explorer");
        assertThat(browser("Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1)"))
                .isEqualTo("Internet Explorer");
        assertThat(browser("curl/8.14.1")).isEqualTo("Unknown browser");
        assertThat(browser(null)).isEqualTo("Unknown browser");
    }

    private static String name(@org.jspecify.annotations.Nullable String userAgent) {
        return Device.of(userAgent).name();
    }

    private static String browser(@org.jspecify.annotations.Nullable String userAgent) {
        return Device.of(userAgent).browser();
    }
}
