package dev.latchkey.payments.history;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A place in a wallet's history; text form is three numbers with dots between. */
record HistoryCursor(int ledger, int transactionIndex, int operationIndex) {
    /** Newer than every entry. */
    static final HistoryCursor START = new HistoryCursor(Integer.MAX_VALUE, 0, 0);

    private static final Pattern TEXT = Pattern.compile("([0-9]{1,9})\\.([0-9]{1,9})\\.([0-9]{1,9})");

    static Optional<HistoryCursor> parse(String text) {
        Matcher numbers = TEXT.matcher(text);
        return numbers.matches()
                ? Optional.of(new HistoryCursor(
                        Integer.parseInt(numbers.group(1)),
                        Integer.parseInt(numbers.group(2)),
                        Integer.parseInt(numbers.group(3))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return ledger + "." + transactionIndex + "." + operationIndex;
    }
}
