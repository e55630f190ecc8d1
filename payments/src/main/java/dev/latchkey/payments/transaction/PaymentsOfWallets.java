package dev.latchkey.payments.transaction;

import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** What a user's export tells of their payments. */
public final class PaymentsOfWallets {

    private PaymentsOfWallets() {}

    /** Payments from or to any of the wallets, newest first. */
    public static List<TransactionView> newest(Handle sql, List<UUID> walletIds, int limit) {
        return new TransactionStore()
                .ofWallets(sql, walletIds, limit).stream()
                        .map(TransactionView::of)
                        .toList();
    }
}
