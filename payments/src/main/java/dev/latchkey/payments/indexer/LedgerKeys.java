package dev.latchkey.payments.indexer;

import dev.latchkey.networks.stellar.xdr.AccountId;
import dev.latchkey.networks.stellar.xdr.LedgerKey;
import java.util.Optional;

/** Whose ledger entries are. */
final class LedgerKeys {
    private LedgerKeys() {}

    /** The account that an entry belongs to, or is. */
    static Optional<AccountId> owner(LedgerKey key) {
        return switch (key) {
            case LedgerKey.Account account -> Optional.of(account.account());
            case LedgerKey.TrustLine line -> Optional.of(line.account());
            case LedgerKey.Offer offer -> Optional.of(offer.seller());
            case LedgerKey.Data data -> Optional.of(data.account());
            case LedgerKey.ClaimableBalance balance -> Optional.empty();
            case LedgerKey.LiquidityPool pool -> Optional.empty();
            case LedgerKey.ContractData data -> Optional.empty();
            case LedgerKey.ContractCode code -> Optional.empty();
            case LedgerKey.ConfigSetting setting -> Optional.empty();
            case LedgerKey.Ttl ttl -> Optional.empty();
        };
    }
}
