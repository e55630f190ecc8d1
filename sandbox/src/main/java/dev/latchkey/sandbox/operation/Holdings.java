package dev.latchkey.sandbox.operation;

import dev.latchkey.sandbox.ledger.Account;
import dev.latchkey.sandbox.ledger.AssetId;
import dev.latchkey.sandbox.ledger.TrustLine;
import java.util.Optional;

/** Takes from and gives to what accounts hold, native or issued; an issuer has no balance of its own asset. */
final class Holdings {
    private Holdings() {}

    /** Why an amount could not be moved. */
    enum Refusal {
        UNDERFUNDED,
        NO_TRUST,
        NOT_AUTHORIZED,
        LINE_FULL
    }

    static Optional<Refusal> take(OperationContext context, String account, AssetId asset, long amount) {
        if (asset.isNative()) {
            Account holder = context.existing(account);
            if (context.reserves().available(holder) < amount) {
                return Optional.of(Refusal.UNDERFUNDED);
            }
            context.ledger().put(holder.withBalance(holder.balance() - amount));
            return Optional.empty();
        }
        if (asset.issuer().equals(account)) {
            return Optional.empty();
        }
        TrustLine line = context.ledger().trustLine(account, asset);
        if (line == null) {
            return Optional.of(Refusal.NO_TRUST);
        }
        if (!line.isAuthorized()) {
            return Optional.of(Refusal.NOT_AUTHORIZED);
        }
        if (line.balance() < amount) {
            return Optional.of(Refusal.UNDERFUNDED);
        }
        context.ledger().put(line.withBalance(line.balance() - amount));
        return Optional.empty();
    }

    static Optional<Refusal> give(OperationContext context, String account, AssetId asset, long amount) {
        if (asset.isNative()) {
            Account credited = context.credited(account, amount);
            if (credited == null) {
                return Optional.of(Refusal.LINE_FULL);
            }
            context.ledger().put(credited);
            return Optional.empty();
        }
        if (asset.issuer().equals(account)) {
            return Optional.empty();
        }
        TrustLine line = context.ledger().trustLine(account, asset);
        if (line == null) {
            return Optional.of(Refusal.NO_TRUST);
        }
        if (!line.isAuthorized()) {
            return Optional.of(Refusal.NOT_AUTHORIZED);
        }
        if (line.limit() - line.balance() < amount) {
            return Optional.of(Refusal.LINE_FULL);
        }
        context.ledger().put(line.withBalance(line.balance() + amount));
        return Optional.empty();
    }
}
