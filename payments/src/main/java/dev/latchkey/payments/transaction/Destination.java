package dev.latchkey.payments.transaction;

import dev.latchkey.networks.stellar.strkey.InvalidStrKeyException;
import dev.latchkey.networks.stellar.xdr.MuxedAccount;

/** An account to pay to, {@code G…}, or a virtual account inside one, {@code M…}. */
public record Destination(MuxedAccount account) {

    /** @throws IllegalArgumentException for anything else */
    public static Destination parse(String address) {
        try {
            return new Destination(MuxedAccount.parse(address));
        } catch (InvalidStrKeyException unfit) {
            throw new IllegalArgumentException("must be a valid Stellar address (G… or M…)", unfit);
        }
    }

    /** The account itself, {@code G…}. */
    String base() {
        return account.account().toString();
    }

    @Override
    public String toString() {
        return account.toString();
    }
}
