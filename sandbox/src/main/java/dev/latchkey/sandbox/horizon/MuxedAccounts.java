package dev.latchkey.sandbox.horizon;

import java.util.Optional;
import org.stellar.sdk.AccountConverter;
import org.stellar.sdk.xdr.CryptoKeyType;
import org.stellar.sdk.xdr.MuxedAccount;

/** Muxed accounts as Horizon shows them beside the plain address. */
record MuxedAccounts(String address, String id) {
    /** Empty for a plain account. */
    static Optional<MuxedAccounts> muxed(MuxedAccount account) {
        if (account.getDiscriminant() != CryptoKeyType.KEY_TYPE_MUXED_ED25519) {
            return Optional.empty();
        }
        String address = AccountConverter.enableMuxed().decode(account);
        String id = account.getMed25519().getId().getUint64().getNumber().toString();
        return Optional.of(new MuxedAccounts(address, id));
    }
}
