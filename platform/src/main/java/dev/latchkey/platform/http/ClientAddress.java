package dev.latchkey.platform.http;

import dev.latchkey.platform.configuration.AddressRange;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The client's address. {@code X-Forwarded-For} counts only when the peer is a trusted proxy; then the right-most address
 * that is not itself a trusted proxy is the client (what stands left of it, the client may have invented).
 *
 * @param trusted the proxies; empty to trust none
 */
public record ClientAddress(List<AddressRange> trusted) {

    private static final int MAX_HEADER = 512;

    public ClientAddress {
        trusted = List.copyOf(trusted);
    }

    String of(String peer, @Nullable String forwardedFor) {
        if (forwardedFor == null || forwardedFor.length() > MAX_HEADER || !isTrusted(peer)) {
            return peer;
        }
        String[] hops = forwardedFor.split(",");
        String client = peer;
        for (int i = hops.length - 1; i >= 0; i--) {
            Optional<InetAddress> hop = literal(hops[i].strip());
            if (hop.isEmpty()) {
                return client;
            }
            client = hop.get().getHostAddress();
            if (!isTrusted(client)) {
                return client;
            }
        }
        return client;
    }

    private boolean isTrusted(String address) {
        return literal(address)
                .map(literal -> trusted.stream().anyMatch(range -> range.contains(literal)))
                .orElse(false);
    }

    private static Optional<InetAddress> literal(String text) {
        try {
            // ofLiteral never asks a name server.
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException notOne) {
            return Optional.empty();
        }
    }
}
