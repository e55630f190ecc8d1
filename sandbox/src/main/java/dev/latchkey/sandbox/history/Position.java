package dev.latchkey.sandbox.history;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where something stands in history: Horizon's "total order id" ({@code ledger << 32 | transaction << 12 | operation}) and,
 * for effects, their index within the operation. Its text is the paging token.
 */
public record Position(long id, int index) implements Comparable<Position> {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,19})(?:-(\\d{1,9}))?");
    private static final Comparator<Position> ORDER =
            Comparator.comparingLong(Position::id).thenComparingInt(Position::index);

    /** {@code transaction} counts from 1 in its ledger, {@code operation} from 1 in its transaction; 0 for neither. */
    public static Position of(int ledger, int transaction, int operation) {
        return new Position((long) ledger << 32 | (long) transaction << 12 | operation, 0);
    }

    public static Optional<Position> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            String index = matcher.group(2);
            return Optional.of(
                    new Position(Long.parseLong(matcher.group(1)), index == null ? 0 : Integer.parseInt(index)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    public Position withIndex(int newIndex) {
        return new Position(id, newIndex);
    }

    public int ledger() {
        return (int) (id >>> 32);
    }

    public String token() {
        return index == 0 ? Long.toString(id) : id + "-" + index;
    }

    @Override
    public int compareTo(Position other) {
        return ORDER.compare(this, other);
    }
}
