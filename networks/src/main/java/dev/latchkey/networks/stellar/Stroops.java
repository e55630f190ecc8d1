package dev.latchkey.networks.stellar;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/** Amounts between text ({@code "12.5"}) and the network's integer units of 10⁻⁷, for lumens and every asset alike. */
public final class Stroops {
    /** Units in one whole. */
    public static final long PER_UNIT = 10_000_000;

    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,19}(\\.[0-9]{1,7})?");

    private Stroops() {}

    /**
     * Units that a decimal text stands for: digits, at most seven of them behind a point; no sign, no exponent.
     *
     * @throws InvalidAmountException for any other text and for more than the network can hold
     */
    public static long parse(String decimal) {
        if (!DECIMAL.matcher(decimal).matches()) {
            throw new InvalidAmountException("An amount is a decimal number with at most 7 digits after the point");
        }
        try {
            return new BigDecimal(decimal).movePointRight(7).longValueExact();
        } catch (ArithmeticException e) {
            throw new InvalidAmountException("An amount is at most 922337203685.4775807");
        }
    }

    /** The decimal text of an amount as Horizon writes it, always with seven digits behind the point. */
    public static String format(long units) {
        return BigDecimal.valueOf(units, 7).toPlainString();
    }

    /** The shortest decimal text of an amount: {@code "12.5"}, {@code "3"}. */
    public static String formatShort(long units) {
        if (units == 0) {
            return "0";
        }
        return BigDecimal.valueOf(units, 7).stripTrailingZeros().toPlainString();
    }
}
