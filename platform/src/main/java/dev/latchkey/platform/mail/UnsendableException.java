package dev.latchkey.platform.mail;

/** Text that must not become a mail: an address that is none, or a line break where a header would end. */
public final class UnsendableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnsendableException(String reason) {
        super(reason);
    }
}
