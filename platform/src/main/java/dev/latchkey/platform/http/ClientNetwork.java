package dev.latchkey.platform.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/** Whom an address is taken for where nothing else is known: an IPv4 address, or an IPv6 /64, which one subscriber has. */
final class ClientNetwork {

    private static final int PREFIX_BYTES = 8;

    private ClientNetwork() {}

    static String of(String ip) {
        try {
            InetAddress address = InetAddress.ofLiteral(ip);
            return address instanceof Inet6Address
                    ? HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), PREFIX_BYTES)) + "/64"
                    : address.getHostAddress();
        } catch (IllegalArgumentException notOne) {
            return "unknown";
        }
    }
}
