package dev.latchkey.access.policy;

import dev.latchkey.platform.configuration.AddressRange;
import dev.latchkey.platform.configuration.InvalidValueException;
import java.net.InetAddress;
import java.util.Optional;

/** IP addresses in policies and attributes; nothing here asks a name server. */
final class Addresses {

    private static final int MAX_LENGTH = 64;

    private Addresses() {}

    /** An IPv4 address of four numbers, or an IPv6 address without zone. */
    static Optional<InetAddress> address(String text) {
        boolean isOne = text.length() <= MAX_LENGTH
                && text.indexOf('%') < 0
                && text.indexOf('[') < 0
                && (text.indexOf(':') >= 0 || text.chars().filter(c -> c == '.').count() == 3);
        if (!isOne) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException notOne) {
            return Optional.empty();
        }
    }

    /** {@code 10.0.0.0/8}, {@code 2001:db8::/32} or a single address. */
    static Optional<AddressRange> range(String text) {
        if (address(text.split("/", 2)[0]).isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(AddressRange.parse(text));
        } catch (InvalidValueException notOne) {
            return Optional.empty();
        }
    }
}
