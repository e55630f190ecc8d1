package dev.latchkey.identity.throttle;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The network that an address is counted as: its /24 (IPv4) or /64 (IPv6), of which one subscriber can use every address.
 */
public record SourceNetwork(String value) {

    /** Anything that is no address is one network of its own. */
    public static SourceNetwork of(@Nullable String ip) {
        try {
            return ip == null ? new SourceNetwork("unknown") : of(InetAddress.ofLiteral(ip));
        } catch (IllegalArgumentException notOne) {
            return new SourceNetwork("unknown");
        }
    }

    private static SourceNetwork of(InetAddress address) {
        byte[] prefix = Arrays.copyOf(address.getAddress(), address instanceof Inet4Address ? 3 : 8);
        return new SourceNetwork(HexFormat.of().formatHex(prefix) + "/" + 8 * prefix.length);
    }
}
