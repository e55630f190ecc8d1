package dev.latchkey.sandbox.transaction;

import java.math.BigInteger;
import java.util.OptionalLong;

/** Minimum inclusion fees (stellar-core TransactionUtils.getMinInclusionFee, FeeBumpTransactionFrame, TransactionQueue). */
public final class FeeRules {
    /** A replacement must bid ten times the rate of what it replaces. */
    private static final int REPLACEMENT_MULTIPLIER = 10;

    private FeeRules() {}

    /** Lowest fee in stroops for that many operations. */
    public static long minimum(long baseFee, int units) {
        return baseFee * Math.max(1, units);
    }

    /** The fee that would be enough, when the frame bids less; empty when its bid will do. */
    static OptionalLong missing(TransactionFrame frame, long baseFee) {
        long minimum = minimum(baseFee, frame.feeUnits());
        if (frame.bid() < minimum) {
            return OptionalLong.of(minimum);
        }
        if (frame.feeBump().isEmpty()) {
            return OptionalLong.empty();
        }
        // A bump must not lower the rate: outerFee / outerMinimum >= innerFee / innerMinimum.
        long innerMinimum = minimum(baseFee, frame.operations().size());
        BigInteger outer = product(frame.bid(), innerMinimum);
        BigInteger inner = product(frame.innerBid(), minimum);
        return outer.compareTo(inner) >= 0
                ? OptionalLong.empty()
                : OptionalLong.of(ceilingOfQuotient(inner, innerMinimum));
    }

    /** The fee that would replace {@code old}, when {@code replacement} bids less than ten times its rate. */
    public static OptionalLong missingToReplace(TransactionFrame old, TransactionFrame replacement) {
        BigInteger bid = product(replacement.bid(), old.feeUnits());
        BigInteger needed =
                product(old.bid(), replacement.feeUnits()).multiply(BigInteger.valueOf(REPLACEMENT_MULTIPLIER));
        return bid.compareTo(needed) >= 0
                ? OptionalLong.empty()
                : OptionalLong.of(ceilingOfQuotient(needed, old.feeUnits()));
    }

    /** Compares the bids per operation. */
    public static int compareRates(TransactionFrame left, TransactionFrame right) {
        return product(left.bid(), right.feeUnits()).compareTo(product(right.bid(), left.feeUnits()));
    }

    private static BigInteger product(long left, long right) {
        return BigInteger.valueOf(left).multiply(BigInteger.valueOf(right));
    }

    private static long ceilingOfQuotient(BigInteger dividend, long divisor) {
        BigInteger[] parts = dividend.divideAndRemainder(BigInteger.valueOf(divisor));
        BigInteger quotient = parts[1].signum() == 0 ? parts[0] : parts[0].add(BigInteger.ONE);
        return quotient.min(BigInteger.valueOf(Long.MAX_VALUE)).longValueExact();
    }
}
