package dev.latchkey.bench;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One line of the report.
 *
 * @param floor what the bare machine does at the same thing; {@code null} where there is no such thing
 * @param target the promised share of the floor, or the promised bound in words
 */
record Figure(
        String name, double value, String unit, @Nullable Double floor, String floorName, String target) {

    static Figure against(String name, double value, String unit, double floor, String floorName, String target) {
        return new Figure(name, value, unit, floor, floorName, target);
    }

    static Figure alone(String name, double value, String unit, String target) {
        return new Figure(name, value, unit, null, "", target);
    }

    String row() {
        Double bare = floor;
        String share = bare == null ? "" : String.format(Locale.ROOT, "%.0f %%", 100 * value / bare);
        String floorText = bare == null ? "" : String.format(Locale.ROOT, "%,.0f %s (%s)", bare, unit, floorName);
        return String.format(
                Locale.ROOT, "| %s | %,.0f %s | %s | %s | %s |", name, value, unit, floorText, share, target);
    }
}
