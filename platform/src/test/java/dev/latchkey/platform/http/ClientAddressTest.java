package dev.latchkey.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.platform.configuration.AddressRange;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whose address counts: a client may write anything into X-Forwarded-For. */
final class ClientAddressTest {

    @Test
    void withoutProxiesTheHeaderIsNothing() {
        assertThat(new ClientAddress(List.of()).of("203.0.113.9", "1.2.3.4")).isEqualTo("203.0.113.9");
    }

    @Test
    void anUntrustedPeerCannotSpeakForOthers() {
        assertThat(trusting("10.0.0.0/8").of("203.0.113.9", "1.2.3.4")).isEqualTo("203.0.113.9");
    }

    @Test
    void behindAProxyTheRightmostStrangerIsTheClient() {
        ClientAddress addresses = trusting("10.0.0.0/8");
        assertThat(addresses.of("10.1.1.1", "198.51.100.7")).isEqualTo("198.51.100.7");
        assertThat(addresses.of("10.1.1.1", "1.2.3.4, 198.51.100.7")).isEqualTo("198.51.100.7");
        assertThat(addresses.of("10.1.1.1", "1.2.3.4, 198.51.100.7, 10.2.2.2")).isEqualTo("198.51.100.7");
        assertThat(addresses.of("10.1.1.1", "10.3.3.3, 10.2.2.2")).isEqualTo("10.3.3.3");
    }

    @Test
    void whatIsNoAddressEndsTheSearch() {
        ClientAddress addresses = trusting("10.0.0.0/8");
        assertThat(addresses.of("10.1.1.1", null)).isEqualTo("10.1.1.1");
        for (String odd :
                List.of("", "unknown", "example.com", "1.2.3.4:80", "a".repeat(600), "1.2.3.4, evil.com", ",")) {
            assertThat(addresses.of("10.1.1.1", odd)).as(odd).isEqualTo("10.1.1.1");
        }
    }

    @Test
    void addressesOfTheNewKindWorkToo() {
        ClientAddress addresses = trusting("fd00::/8");
        assertThat(addresses.of("fd00:0:0:0:0:0:0:1", "2001:db8::7")).isEqualTo("2001:db8:0:0:0:0:0:7");
        assertThat(addresses.of("2001:db8::1", "2001:db8::7")).isEqualTo("2001:db8::1");
    }

    @Test
    void theServerUsesItForEveryCall() {
        Route ip = HttpHouse.get("/ip").handle(call -> Reply.ok(Map.of("ip", call.ip())));
        try (HttpHouse alone = HttpHouse.with(ip).open();
                HttpHouse behind = HttpHouse.with(ip).proxies("127.0.0.0/8").open()) {
            alone.probe().withHeader("X-Forwarded-For", "1.2.3.4").get("/ip").hasValue("/ip", "127.0.0.1");
            behind.probe().withHeader("X-Forwarded-For", "1.2.3.4").get("/ip").hasValue("/ip", "1.2.3.4");
        }
    }

    private static ClientAddress trusting(String... ranges) {
        return new ClientAddress(
                java.util.Arrays.stream(ranges).map(AddressRange::parse).toList());
    }
}
