package dev.latchkey.sandbox.transaction;

import dev.latchkey.sandbox.ledger.Xdr;
import java.util.HexFormat;

/** A network, named by its passphrase; every signature covers its SHA-256. */
public record NetworkId(String passphrase) {
    public byte[] hash() {
        return Xdr.sha256(Xdr.utf8(passphrase));
    }

    public String hashHex() {
        return HexFormat.of().formatHex(hash());
    }
}
