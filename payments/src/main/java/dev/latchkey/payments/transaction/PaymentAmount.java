package dev.latchkey.payments.transaction;

import dev.latchkey.networks.stellar.InvalidAmountException;
import dev.latchkey.networks.stellar.Stroops;

/**
 * A positive amount of an asset.
 *
 * @param units of 10⁻⁷
 */
public record PaymentAmount(long units) {

    /** @throws IllegalArgumentException with the contract's words for anything that is no such amount */
    public static PaymentAmount parse(String decimal) {
        try {
            long units = Stroops.parse(decimal);
            if (units > 0) {
                return new PaymentAmount(units);
            }
        } catch (InvalidAmountException unfit) {
            throw new IllegalArgumentException(REFUSAL, unfit);
        }
        throw new IllegalArgumentException(REFUSAL);
    }

    private static final String REFUSAL = "must be a positive decimal with up to 7 decimal places";
}
