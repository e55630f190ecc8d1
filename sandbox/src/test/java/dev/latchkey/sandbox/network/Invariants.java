package dev.latchkey.sandbox.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.sandbox.ledger.Account;
import dev.latchkey.sandbox.ledger.AccountSigner;
import dev.latchkey.sandbox.ledger.ClaimableBalance;
import dev.latchkey.sandbox.ledger.Entry;
import dev.latchkey.sandbox.ledger.LedgerState;
import dev.latchkey.sandbox.ledger.TrustLine;
import dev.latchkey.sandbox.network.StellarNetwork.Snapshot;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What must hold in every ledger. */
final class Invariants {
    private Invariants() {}

    static void check(StellarNetwork network) {
        network.read(snapshot -> {
            lumensAreConserved(snapshot);
            reservesAreKept(snapshot.state(), network.parameters());
            sponsorshipIsCounted(snapshot.state());
            trustLinesStayWithinTheirLimits(snapshot.state());
            return true;
        });
    }

    private static void lumensAreConserved(Snapshot snapshot) {
        long sum = snapshot.history().latest().header().feePool();
        for (Entry entry : snapshot.state().entries()) {
            if (entry instanceof Account account) {
                sum += account.balance();
            } else if (entry instanceof ClaimableBalance balance
                    && balance.asset().isNative()) {
                sum += balance.amount();
            }
        }
        assertThat(sum).isEqualTo(NetworkParameters.TOTAL_COINS);
    }

    private static void reservesAreKept(LedgerState state, NetworkParameters parameters) {
        for (Entry entry : state.entries()) {
            if (entry instanceof Account account) {
                assertThat(parameters.reserves().available(account))
                        .as("spendable of %s", account)
                        .isNotNegative();
            }
        }
    }

    private static void sponsorshipIsCounted(LedgerState state) {
        Map<String, Integer> sponsoring = new HashMap<>();
        for (Entry entry : state.entries()) {
            count(sponsoring, entry.sponsor(), entry.reserves());
            if (entry instanceof Account account) {
                account.signers().forEach(signer -> count(sponsoring, signer.sponsor(), 1));
            }
        }
        for (Entry entry : state.entries()) {
            if (entry instanceof Account account) {
                assertThat(account.sponsoring())
                        .as("sponsoring of %s", account)
                        .isEqualTo(sponsoring.getOrDefault(account.id(), 0));
                assertThat(account.sponsored()).as("sponsored of %s", account).isEqualTo(sponsored(state, account));
                assertThat(account.subEntries())
                        .isEqualTo(state.ownedBy(account.id()).size()
                                + account.signers().size());
            }
        }
    }

    private static int sponsored(LedgerState state, Account account) {
        int sum = account.sponsor() == null ? 0 : account.reserves();
        for (Entry entry : state.ownedBy(account.id())) {
            sum += entry.sponsor() == null ? 0 : entry.reserves();
        }
        for (AccountSigner signer : account.signers()) {
            sum += signer.sponsor() == null ? 0 : 1;
        }
        return sum;
    }

    private static void trustLinesStayWithinTheirLimits(LedgerState state) {
        for (Entry entry : state.entries()) {
            if (entry instanceof TrustLine line) {
                assertThat(line.balance()).isBetween(0L, line.limit());
            }
        }
    }

    private static void count(Map<String, Integer> counts, @Nullable String sponsor, int reserves) {
        if (sponsor != null) {
            counts.merge(sponsor, reserves, Integer::sum);
        }
    }
}
