package dev.latchkey.payments.wallet;

import dev.latchkey.custody.Custody;
import dev.latchkey.custody.key.ServiceKey;
import dev.latchkey.custody.signing.SigningRequest;
import dev.latchkey.identity.wallet.WalletNetwork;
import dev.latchkey.platform.configuration.Secret;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.Origin;
import java.util.List;
import java.util.Map;

/** Custody as payments see it: its keys. */
public final class CustodyKeys implements KeyRing {
    private static final String SPONSOR = "sponsor";

    private final Custody custody;
    private final Map<WalletNetwork, Secret> configuredSponsors;

    /** @param configuredSponsors seeds ({@code S…}) of sponsor accounts that the operator has */
    public CustodyKeys(Custody custody, Map<WalletNetwork, Secret> configuredSponsors) {
        this.custody = custody;
        this.configuredSponsors = Map.copyOf(configuredSponsors);
    }

    @Override
    public List<byte[]> sign(Transaction tx, List<Request> requests) {
        return custody.signTransactions(
                tx,
                Origin.SYSTEM,
                requests.stream()
                        .map(request -> new SigningRequest(
                                request.keyId(), request.hash().toArray()))
                        .toList());
    }

    @Override
    public ServiceKey create(Transaction tx, WalletNetwork network, String purpose) {
        return custody.createServiceKey(tx, network, purpose);
    }

    @Override
    public ServiceKey sponsor(Transaction tx, WalletNetwork network) {
        Secret configured = configuredSponsors.get(network);
        if (configured != null) {
            return custody.importServiceKey(tx, network, SPONSOR, configured);
        }
        return custody.serviceKeys(tx.sql(), network, SPONSOR).stream()
                .findFirst()
                .orElseGet(() -> custody.createServiceKey(tx, network, SPONSOR));
    }
}
