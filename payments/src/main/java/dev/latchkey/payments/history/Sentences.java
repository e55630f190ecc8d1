package dev.latchkey.payments.history;

import dev.latchkey.networks.stellar.Stroops;
import dev.latchkey.networks.stellar.strkey.StrKey;
import dev.latchkey.payments.money.AssetId;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Says in a sentence what an entry tells. */
final class Sentences {
    private final Map<UUID, String> names;

    /** @param names of users that appear */
    Sentences(Map<UUID, String> names) {
        this.names = Map.copyOf(names);
    }

    String of(HistoryRow row) {
        return switch (row.kind()) {
            case ACCOUNT_CREATED ->
                row.amount() == null ? "Account created" : "Account created with " + amount(row) + from(row);
            case ACCOUNT_FUNDED ->
                row.amount() == null
                        ? "Created the account " + who(row)
                        : "Created the account " + who(row) + " with " + amount(row);
            case ACCOUNT_MERGED ->
                row.direction() == Direction.IN
                        ? "Received " + amount(row) + " from the closed account " + who(row)
                        : "Account closed, " + amount(row) + " sent" + to(row);
            case PAYMENT_SENT ->
                row.direction() == Direction.NONE
                        ? "Sent " + amount(row) + " to itself"
                        : "Sent " + amount(row) + to(row);
            case PAYMENT_RECEIVED -> "Received " + amount(row) + from(row);
            case PATH_PAYMENT_SENT -> "Sent " + amount(row) + to(row) + ", who received " + exchanged(row);
            case PATH_PAYMENT_RECEIVED -> "Received " + amount(row) + from(row) + ", who sent " + exchanged(row);
            case ASSET_EXCHANGED -> "Exchanged " + exchanged(row) + " for " + amount(row);
            case OFFER_CHANGED -> "Changed an offer of " + asset(row.asset());
            case TRUSTLINE_ADDED ->
                row.asset() == null
                        ? "Ready to hold shares of the liquidity pool " + detail(row)
                        : "Ready to hold " + asset(row.asset()) + issuedBy(row);
            case TRUSTLINE_REMOVED ->
                row.asset() == null
                        ? "No longer holds shares of the liquidity pool " + detail(row)
                        : "No longer holds " + asset(row.asset()) + issuedBy(row);
            case TRUSTLINE_AUTHORIZED ->
                "Use of " + asset(row.asset()) + " " + (row.detail() == null ? "changed" : row.detail())
                        + (isIssuedBy(row) ? " by " + who(row) : " for " + who(row));
            case CLAIMABLE_BALANCE_CREATED ->
                row.direction() == Direction.OUT
                        ? "Set " + amount(row) + " aside for " + who(row)
                        : who(row) + " set " + amount(row) + " aside to be claimed";
            case CLAIMABLE_BALANCE_CLAIMED ->
                row.amount() == null ? "Claimed a balance that was set aside" : "Claimed " + amount(row);
            case CLAWBACK -> clawback(row);
            case DATA_SET -> "Data entry \"" + detail(row) + "\" set";
            case DATA_REMOVED -> "Data entry \"" + detail(row) + "\" removed";
            case OPTIONS_CHANGED -> "Account options changed";
            case LIQUIDITY_DEPOSITED -> "Deposited into the liquidity pool " + detail(row);
            case LIQUIDITY_WITHDRAWN -> "Withdrew from the liquidity pool " + detail(row);
            case CONTRACT_CALLED ->
                row.counterparty() == null
                        ? "Took part in making a contract"
                        : "Took part in a call of " + detail(row) + " on the contract " + who(row);
        };
    }

    private String clawback(HistoryRow row) {
        if (row.amount() == null) {
            return "Took a balance back that was set aside";
        }
        if (row.direction() == Direction.OUT) {
            return who(row) + " took " + amount(row) + " back";
        }
        return "Took " + amount(row) + " back" + (row.counterparty() == null ? "" : from(row));
    }

    private String from(HistoryRow row) {
        return " from " + who(row);
    }

    private String to(HistoryRow row) {
        return " to " + who(row);
    }

    /** {@code alice (GABC…WXYZ)}, or the address alone where nobody of the project is known by it. */
    private String who(HistoryRow row) {
        String address = row.counterparty();
        if (address == null) {
            return "somebody";
        }
        UUID user = row.counterpartyUserId();
        String masked = StrKey.mask(address);
        return user == null ? masked : names.getOrDefault(user, "user " + user) + " (" + masked + ")";
    }

    private String issuedBy(HistoryRow row) {
        return row.counterparty() == null ? "" : " of " + who(row);
    }

    private static boolean isIssuedBy(HistoryRow row) {
        AssetId asset = row.asset();
        String counterparty = row.counterparty();
        return asset != null && counterparty != null && asset.isIssuedBy(counterparty);
    }

    private static String amount(HistoryRow row) {
        return amount(row.amount(), row.asset());
    }

    private static String exchanged(HistoryRow row) {
        return amount(row.exchangedAmount(), row.exchangedAsset());
    }

    private static String amount(@Nullable Long units, @Nullable AssetId asset) {
        return (units == null ? "some" : Stroops.formatShort(units)) + " " + asset(asset);
    }

    private static String asset(@Nullable AssetId asset) {
        return asset == null ? "of an asset" : asset.shortName();
    }

    private static String detail(HistoryRow row) {
        String detail = row.detail();
        return detail == null ? "" : detail;
    }
}
