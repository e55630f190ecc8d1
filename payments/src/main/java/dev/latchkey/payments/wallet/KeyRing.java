package dev.latchkey.payments.wallet;

import dev.latchkey.custody.key.ServiceKey;
import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.networks.stellar.xdr.Hash;
import dev.latchkey.platform.database.Transaction;
import java.util.List;
import java.util.UUID;

/** The keys that payments need, without ever seeing one; custody answers. */
public interface KeyRing {

    /** Whose signature is wanted: a wallet's or a service key's id, and the hash of a transaction on its network. */
    record Request(UUID keyId, Hash hash) {}

    /**
     * Signatures of 64 bytes in the order of the requests.
     *
     * @throws dev.latchkey.platform.http.ApiException if one of the keys must not or cannot sign
     */
    List<byte[]> sign(Transaction tx, List<Request> requests);

    /** A new key of the server's own. */
    ServiceKey create(Transaction tx, WalletNetwork network, String purpose);

    /** The sponsor's key: the configured one, else the one made earlier, else a new one. */
    ServiceKey sponsor(Transaction tx, WalletNetwork network);
}
