package dev.latchkey.networks.stellar.xdr;

import java.util.Base64;

/** A value with an XDR form (RFC 4506). */
public interface XdrValue {
    /** Appends this value. */
    void write(XdrWriter out);

    /** This value alone. */
    default byte[] toXdr() {
        XdrWriter out = new XdrWriter();
        write(out);
        return out.toByteArray();
    }

    /** This value alone in base 64, the form that nodes take and give. */
    default String toBase64() {
        return Base64.getEncoder().encodeToString(toXdr());
    }
}
