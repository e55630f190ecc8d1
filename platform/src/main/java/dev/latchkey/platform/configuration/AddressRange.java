package dev.latchkey.platform.configuration;

import java.net.InetAddress;

/** An IPv4 or IPv6 range in CIDR form; a lone address is the range that holds only it. */
public final class AddressRange {
    private final InetAddress base;
    private final int prefixLength;

    private AddressRange(InetAddress base, int prefixLength) {
        this.base = base;
        this.prefixLength = prefixLength;
    }

    /** Throws {@link InvalidValueException} for anything but a literal address with an optional prefix length. */
    public static AddressRange parse(String text) {
        String[] parts = text.strip().split("/", 2);
        InetAddress base = literal(parts[0]);
        int bits = base.getAddress().length * 8;
        if (parts.length == 1) {
            return new AddressRange(base, bits);
        }
        if (!parts[1].matches("[0-9]{1,3}") || Integer.parseInt(parts[1]) > bits) {
            throw new InvalidValueException("must have a prefix length from 0 to " + bits + " after the slash");
        }
        return new AddressRange(base, Integer.parseInt(parts[1]));
    }

    public boolean contains(InetAddress address) {
        byte[] left = base.getAddress();
        byte[] right = address.getAddress();
        if (left.length != right.length) {
            return false;
        }
        for (int bit = 0; bit < prefixLength; bit += 8) {
            int mask = 0xFF & (0xFF << Math.max(0, 8 - (prefixLength - bit)));
            if (((left[bit / 8] ^ right[bit / 8]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return base.getHostAddress() + "/" + prefixLength;
    }

    private static InetAddress literal(String text) {
        try {
            // ofLiteral never asks a name server.
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException name) {
            throw new InvalidValueException("must be an address or a range such as 10.0.0.0/8, not a name");
        }
    }
}
