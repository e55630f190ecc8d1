package dev.latchkey.networks.stellar.xdr;

/** Bytes are not the canonical XDR of the type asked for, or a value does not fit the limits of its type. */
public final class XdrException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public XdrException(String message) {
        super(message);
    }
}
