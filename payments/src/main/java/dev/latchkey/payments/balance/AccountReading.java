package dev.latchkey.payments.balance;

import dev.latchkey.payments.ledger.AccountState;
import dev.latchkey.payments.ledger.LedgerNetwork;
import dev.latchkey.payments.money.AssetId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * All that an account holds, at one time.
 *
 * @param exists whether there is such an account
 * @param changedIn the last ledger that the reading shows to have changed the account; 0 where it does not exist. What a
 *     node shows is at least as new as this
 * @param head a ledger that the network had closed before the question was asked, 0 where that was not asked; the answer
 *     is as new only if one node gave both
 * @param holdings lumens always, and every trustline
 */
record AccountReading(boolean exists, int changedIn, int head, Map<AssetId, Holding> holdings) {

    /** In units of 10⁻⁷; {@code spendable} is without reserves and liabilities. */
    record Holding(long balance, long spendable) {}

    AccountReading {
        holdings = Map.copyOf(holdings);
    }

    /**
     * Asks a network's node.
     *
     * @param withHead whether to ask for the head first, too
     * @throws dev.latchkey.payments.ledger.LedgerUnavailable if it gives no answer
     */
    static AccountReading of(LedgerNetwork network, String address, boolean withHead) {
        int head = withHead ? network.latest().sequence() : 0;
        Optional<AccountState> account = network.account(address);
        return account.map(state -> of(state, head))
                .orElseGet(() -> new AccountReading(false, 0, head, Map.of(AssetId.NATIVE, new Holding(0, 0))));
    }

    private static AccountReading of(AccountState account, int head) {
        Map<AssetId, Holding> holdings = new LinkedHashMap<>();
        holdings.put(AssetId.NATIVE, new Holding(account.lumens(), account.spendable(AssetId.NATIVE)));
        account.lines()
                .forEach((asset, line) -> holdings.put(asset, new Holding(line.balance(), account.spendable(asset))));
        return new AccountReading(true, account.asOfLedger(), head, holdings);
    }

    /** What it holds of an asset; 0 without a trustline. */
    long balance(AssetId asset) {
        return Optional.ofNullable(holdings.get(asset)).map(Holding::balance).orElse(0L);
    }
}
