package dev.latchkey.networks.stellar.xdr;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What some operation results carry besides their code. */
public sealed interface OperationResultDetail extends XdrValue {
    /** Nothing. */
    record None() implements OperationResultDetail {
        @Override
        public void write(XdrWriter out) {}
    }

    /** A path payment's exchanges and what arrived in the end. */
    record PathPaid(List<ClaimAtom> offers, AccountId destination, Asset asset, long amount)
            implements OperationResultDetail {
        public PathPaid {
            offers = List.copyOf(offers);
        }

        @Override
        public void write(XdrWriter out) {
            out.list(offers, XdrWriter.UNLIMITED)
                    .value(destination)
                    .value(asset)
                    .int64(amount);
        }
    }

    /** The asset of a path whose issuer does not exist. */
    record NoIssuer(Asset asset) implements OperationResultDetail {
        @Override
        public void write(XdrWriter out) {
            out.value(asset);
        }
    }

    /** What an offer exchanged at once, and what of it stays in the book (null when nothing). */
    record OfferPlaced(
            List<ClaimAtom> claimed,
            Effect effect,
            @Nullable OfferEntry offer) implements OperationResultDetail {
        public OfferPlaced {
            claimed = List.copyOf(claimed);
        }

        /** What became of the offer. */
        public enum Effect {
            CREATED,
            UPDATED,
            DELETED
        }

        static OfferPlaced read(XdrReader in) {
            List<ClaimAtom> claimed = in.list(XdrReader.UNLIMITED, ClaimAtom::read);
            Effect effect = in.ordinal(Effect.values());
            return new OfferPlaced(claimed, effect, effect == Effect.DELETED ? null : OfferEntry.read(in));
        }

        @Override
        public void write(XdrWriter out) {
            out.list(claimed, XdrWriter.UNLIMITED).ordinal(effect);
            if (offer != null) {
                out.value(offer);
            }
        }
    }

    /** Stroops that a merged account had. */
    record Merged(long balance) implements OperationResultDetail {
        @Override
        public void write(XdrWriter out) {
            out.int64(balance);
        }
    }

    /** Payouts of an inflation run, all of before protocol 12. */
    record Inflated(List<Payout> payouts) implements OperationResultDetail {
        public Inflated {
            payouts = List.copyOf(payouts);
        }

        /** Stroops to one account. */
        public record Payout(AccountId destination, long amount) implements XdrValue {
            static Payout read(XdrReader in) {
                return new Payout(AccountId.read(in), in.int64());
            }

            @Override
            public void write(XdrWriter out) {
                out.value(destination).int64(amount);
            }
        }

        @Override
        public void write(XdrWriter out) {
            out.list(payouts, XdrWriter.UNLIMITED);
        }
    }

    /** The id of a new claimable balance. */
    record BalanceCreated(ClaimableBalanceId id) implements OperationResultDetail {
        @Override
        public void write(XdrWriter out) {
            out.value(id);
        }
    }

    /** The hash of a contract call's return value and events. */
    record Invoked(Hash resultHash) implements OperationResultDetail {
        @Override
        public void write(XdrWriter out) {
            out.value(resultHash);
        }
    }

    static OperationResultDetail read(XdrReader in, OperationType type, int code) {
        if (code != 0) {
            boolean namesAsset = code == -9
                    && (type == OperationType.PATH_PAYMENT_STRICT_RECEIVE
                            || type == OperationType.PATH_PAYMENT_STRICT_SEND);
            return namesAsset ? new NoIssuer(Asset.read(in)) : new None();
        }
        return switch (type) {
            case PATH_PAYMENT_STRICT_RECEIVE, PATH_PAYMENT_STRICT_SEND ->
                new PathPaid(
                        in.list(XdrReader.UNLIMITED, ClaimAtom::read), AccountId.read(in), Asset.read(in), in.int64());
            case MANAGE_SELL_OFFER, MANAGE_BUY_OFFER, CREATE_PASSIVE_SELL_OFFER -> OfferPlaced.read(in);
            case ACCOUNT_MERGE -> new Merged(in.int64());
            case INFLATION -> new Inflated(in.list(XdrReader.UNLIMITED, Inflated.Payout::read));
            case CREATE_CLAIMABLE_BALANCE -> new BalanceCreated(ClaimableBalanceId.read(in));
            case INVOKE_HOST_FUNCTION -> new Invoked(Hash.read(in));
            case CREATE_ACCOUNT,
                    PAYMENT,
                    SET_OPTIONS,
                    CHANGE_TRUST,
                    ALLOW_TRUST,
                    MANAGE_DATA,
                    BUMP_SEQUENCE,
                    CLAIM_CLAIMABLE_BALANCE,
                    BEGIN_SPONSORING_FUTURE_RESERVES,
                    END_SPONSORING_FUTURE_RESERVES,
                    REVOKE_SPONSORSHIP,
                    CLAWBACK,
                    CLAWBACK_CLAIMABLE_BALANCE,
                    SET_TRUST_LINE_FLAGS,
                    LIQUIDITY_POOL_DEPOSIT,
                    LIQUIDITY_POOL_WITHDRAW,
                    EXTEND_FOOTPRINT_TTL,
                    RESTORE_FOOTPRINT -> new None();
        };
    }
}
