package dev.latchkey.identity.device;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Writes a MaxMind DB (format 2.0) of one IPv4 network: a search tree with 24-bit records of one node per bit, whose other
 * branches lead nowhere; then the data section, then the metadata.
 */
public final class TinyGeoDatabase {

    private static final byte[] METADATA_MARKER = {
        (byte) 0xAB, (byte) 0xCD, (byte) 0xEF, 'M', 'a', 'x', 'M', 'i', 'n', 'd', '.', 'c', 'o', 'm'
    };

    private TinyGeoDatabase() {}

    /** The bytes of a database that knows {@code network} (such as {@code 127.0.0.0/8}) only. */
    public static byte[] of(String network, String city, String country) {
        String[] parts = network.split("/");
        int bits = Integer.parseInt(parts[1]);
        long address = 0;
        for (String number : parts[0].split("\\.")) {
            address = address * 256 + Integer.parseInt(number);
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        for (int node = 0; node < bits; node++) {
            int next = node + 1 < bits ? node + 1 : bits + 16;
            boolean right = (address >> (31 - node) & 1) == 1;
            record(file, right ? bits : next);
            record(file, right ? next : bits);
        }
        file.writeBytes(new byte[16]);
        value(
                file,
                Map.of(
                        "city", Map.of("names", Map.of("en", city, "de", "Stadt")),
                        "country", Map.of("names", Map.of("en", country))));
        file.writeBytes(METADATA_MARKER);
        value(
                file,
                Map.of(
                        "node_count", bits,
                        "record_size", 24,
                        "ip_version", 4,
                        "binary_format_major_version", 2,
                        "binary_format_minor_version", 0,
                        "build_epoch", 1_780_000_000,
                        "database_type", "Tiny-City",
                        "languages", List.of("en"),
                        "description", Map.of("en", "One network")));
        return file.toByteArray();
    }

    private static void record(ByteArrayOutputStream file, int value) {
        file.write(value >> 16);
        file.write(value >> 8);
        file.write(value);
    }

    private static void value(ByteArrayOutputStream file, Object value) {
        switch (value) {
            case String text -> {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                control(file, 2, bytes.length);
                file.writeBytes(bytes);
            }
            case Integer number -> {
                control(file, 6, 4);
                file.write(number >> 24);
                file.write(number >> 16);
                file.write(number >> 8);
                file.write(number);
            }
            case Map<?, ?> map -> {
                control(file, 7, map.size());
                map.forEach((key, each) -> {
                    value(file, key);
                    value(file, each);
                });
            }
            case List<?> list -> {
                control(file, 11, list.size());
                list.forEach(each -> value(file, each));
            }
            default -> throw new IllegalArgumentException("no such type");
        }
    }

    /** Types up to 7 stand in the control byte, those beyond in a byte of their own. */
    private static void control(ByteArrayOutputStream file, int type, int size) {
        if (size >= 29) {
            throw new IllegalArgumentException("too long for this writer");
        }
        file.write((type <= 7 ? type << 5 : 0) | size);
        if (type > 7) {
            file.write(type - 7);
        }
    }
}
