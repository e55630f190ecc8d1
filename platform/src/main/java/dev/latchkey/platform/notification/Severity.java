package dev.latchkey.platform.notification;

import java.util.Locale;

/** How urgent it is, and the colour that says so. */
enum Severity {
    INFO(0x3498DB),
    WARN(0xF1C40F),
    CRITICAL(0xE74C3C);

    private final int colour;

    Severity(int colour) {
        this.colour = colour;
    }

    /** What a payload calls it; anything unknown is a warning. */
    static Severity of(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "info" -> INFO;
            case "critical" -> CRITICAL;
            default -> WARN;
        };
    }

    /** RGB. */
    int colour() {
        return colour;
    }
}
