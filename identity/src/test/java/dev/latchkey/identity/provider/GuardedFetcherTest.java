package dev.latchkey.identity.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GuardedFetcherTest {

    private final GuardedFetcher guarded = new GuardedFetcher(Duration.ofSeconds(5), false);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.9.9.9",
                "0.0.0.0",
                "10.0.0.1",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "100.127.255.255",
                "192.0.0.8",
                "192.0.2.1",
                "198.18.0.1",
                "198.51.100.7",
                "203.0.113.9",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "fe80::1",
                "fc00::1",
                "fd12:3456::1",
                "ff02::1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "64:ff9b::7f00:1",
                "2002:7f00:1::",
                "2001::1",
                "2001:db8::1",
                "fec0::1",
                "100::1"
            })
    void addressesOfTheMachineItsNetworksAndItsCloudAreNotPublic(String address) throws IOException {
        assertThat(PublicAddresses.isPublic(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"8.8.8.8", "1.1.1.1", "100.63.0.1", "172.32.0.1", "193.0.0.1", "2606:4700::1111", "2a00:1450::5"
            })
    void addressesOfTheInternetAre(String address) throws IOException {
        assertThat(PublicAddresses.isPublic(InetAddress.getByName(address))).isTrue();
    }

    @Test
    void aNameThatLeadsToThisMachineIsNeverConnectedTo() throws IOException {
        try (ServerSocket trap = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            trap.setSoTimeout(300);
            for (String host : new String[] {"localhost", "127.0.0.1", "[::1]", "0.0.0.0", "2130706433", "0x7f.1"}) {
                assertThatThrownBy(() -> guarded.fetch(URI.create("https://" + host + ":" + trap.getLocalPort() + "/")))
                        .as(host)
                        .isInstanceOf(Exception.class);
            }
            assertThatThrownBy(trap::accept).isInstanceOf(java.net.SocketTimeoutException.class);
        }
    }

    @Test
    void theReasonIsTheAddressNotTheHandshake() {
        assertThatThrownBy(() -> guarded.fetch(URI.create("https://localhost:1/")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("public internet");
    }

    @Test
    void otherSchemesAreNotAsked() {
        for (String address : new String[] {"http://example.com/", "file:///etc/passwd", "ftp://example.com/"}) {
            assertThatThrownBy(() -> guarded.fetch(URI.create(address)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("https");
        }
        assertThatThrownBy(
                        () -> new GuardedFetcher(Duration.ofSeconds(1), true).fetch(URI.create("file:///etc/passwd")))
                .isInstanceOf(IOException.class);
    }
}
