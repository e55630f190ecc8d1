package dev.latchkey.payments.indexer;

import dev.latchkey.networks.stellar.xdr.AccountId;
import dev.latchkey.networks.stellar.xdr.Asset;
import dev.latchkey.payments.history.Direction;
import dev.latchkey.payments.history.HistoryKind;
import dev.latchkey.payments.money.AssetId;
import org.jspecify.annotations.Nullable;

/**
 * What one operation did to one account. Immutable: every method gives another one.
 *
 * @param amount in units of 10⁻⁷, as the result says where it says; null where nobody knows or nothing moved
 * @param exchangedAmount the other side of an exchange
 * @param counterparty {@code G…}, {@code M…} or {@code C…}
 * @param detail whatever the kind is about: a data entry's name, a contract's function
 * @param claimableBalance hexadecimal
 */
record Occurrence(
        HistoryKind kind,
        Direction direction,
        @Nullable Long amount,
        @Nullable AssetId asset,
        @Nullable Long exchangedAmount,
        @Nullable AssetId exchangedAsset,
        @Nullable String counterparty,
        @Nullable String detail,
        @Nullable String claimableBalance) {

    static Occurrence of(HistoryKind kind) {
        return new Occurrence(kind, Direction.NONE, null, null, null, null, null, null, null);
    }

    static Occurrence in(HistoryKind kind, long amount, Asset asset) {
        return of(kind).directed(Direction.IN).amount(amount, asset);
    }

    static Occurrence out(HistoryKind kind, long amount, Asset asset) {
        return of(kind).directed(Direction.OUT).amount(amount, asset);
    }

    Occurrence directed(Direction way) {
        return new Occurrence(
                kind, way, amount, asset, exchangedAmount, exchangedAsset, counterparty, detail, claimableBalance);
    }

    Occurrence amount(long units, Asset of) {
        return known(units, assetId(of));
    }

    Occurrence known(long units, AssetId of) {
        return new Occurrence(
                kind, direction, units, of, exchangedAmount, exchangedAsset, counterparty, detail, claimableBalance);
    }

    Occurrence asset(Asset of) {
        return new Occurrence(
                kind,
                direction,
                amount,
                assetId(of),
                exchangedAmount,
                exchangedAsset,
                counterparty,
                detail,
                claimableBalance);
    }

    Occurrence exchangedFor(long units, Asset of) {
        return new Occurrence(
                kind, direction, amount, asset, units, assetId(of), counterparty, detail, claimableBalance);
    }

    Occurrence with(AccountId other) {
        return with(other.toString());
    }

    Occurrence with(String other) {
        return new Occurrence(
                kind, direction, amount, asset, exchangedAmount, exchangedAsset, other, detail, claimableBalance);
    }

    Occurrence detail(String text) {
        return new Occurrence(
                kind, direction, amount, asset, exchangedAmount, exchangedAsset, counterparty, text, claimableBalance);
    }

    Occurrence claimable(String id) {
        return new Occurrence(
                kind, direction, amount, asset, exchangedAmount, exchangedAsset, counterparty, detail, id);
    }

    static AssetId assetId(Asset asset) {
        return AssetId.parse(asset.toString());
    }
}
