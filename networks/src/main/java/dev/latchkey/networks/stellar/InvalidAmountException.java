package dev.latchkey.networks.stellar;

/** A text is not an amount that the network can hold. */
public final class InvalidAmountException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public InvalidAmountException(String reason) {
        super(reason);
    }
}
