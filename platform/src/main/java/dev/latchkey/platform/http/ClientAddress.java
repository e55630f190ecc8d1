package dev.latchkey.platform.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The client's address. {@code X-Forwarded-For} counts only when the peer is a trusted proxy; then the right-most address
 * that is not itself a trusted proxy is the client (what stands left of it, the client may have invented).
 */
public final class ClientAddress {

    private static final int MAX_HEADER = 512;

    private final List<Network> trusted;

    /** @param trusted addresses or CIDR blocks of proxies; empty to trust none */
    public ClientAddress(List<String> trusted) {
        this.trusted = trusted.stream().map(Network::parse).toList();
    }

    /** @throws IllegalArgumentException when the text is neither an address nor a CIDR block */
    public static void check(String block) {
        Network unused = Network.parse(block);
    }

    String of(String peer, @Nullable String forwardedFor) {
        if (forwardedFor == null || forwardedFor.length() > MAX_HEADER || !isTrusted(peer)) {
            return peer;
        }
        String[] hops = forwardedFor.split(",");
        String client = peer;
        for (int i = hops.length - 1; i >= 0; i--) {
            String hop = hops[i].strip();
            if (literal(hop) == null) {
                return client;
            }
            client = hop;
            if (!isTrusted(hop)) {
                return client;
            }
        }
        return client;
    }

    private boolean isTrusted(String address) {
        byte[] bytes = literal(address);
        return bytes != null && trusted.stream().anyMatch(network -> network.contains(bytes));
    }

    /** The bytes of a literal address; never asks a name server. */
    private static byte @Nullable [] literal(String text) {
        if (text.isEmpty() || !text.chars().allMatch(ClientAddress::isAddressCharacter)) {
            return null;
        }
        boolean looksLikeAddress =
                text.indexOf(':') >= 0 || text.chars().allMatch(c -> c == '.' || Character.isDigit(c));
        if (!looksLikeAddress) {
            return null;
        }
        try {
            return InetAddress.getByName(text).getAddress();
        } catch (UnknownHostException notOne) {
            return null;
        }
    }

    private static boolean isAddressCharacter(int c) {
        return c == '.' || c == ':' || Character.digit(c, 16) >= 0;
    }

    private static final class Network {
        private final byte[] address;
        private final int bits;

        Network(byte[] address, int bits) {
            this.address = address;
            this.bits = bits;
        }

        static Network parse(String block) {
            String[] parts = block.split("/", 2);
            byte[] address = literal(parts[0].strip());
            if (address == null) {
                throw new IllegalArgumentException("not an address: " + block);
            }
            int bits = parts.length == 1 ? address.length * 8 : Integer.parseInt(parts[1].strip());
            if (bits < 0 || bits > address.length * 8) {
                throw new IllegalArgumentException("not a CIDR block: " + block);
            }
            return new Network(address, bits);
        }

        boolean contains(byte[] other) {
            if (other.length != address.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((address[bit / 8] & mask) != (other[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }
}
