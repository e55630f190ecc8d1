package dev.latchkey.payments.indexer;

import dev.latchkey.networks.stellar.xdr.AccountOperation;
import dev.latchkey.networks.stellar.xdr.ClaimableBalanceOperation;
import dev.latchkey.networks.stellar.xdr.LiquidityPoolOperation;
import dev.latchkey.networks.stellar.xdr.MuxedAccount;
import dev.latchkey.networks.stellar.xdr.OfferOperation;
import dev.latchkey.networks.stellar.xdr.OperationBody;
import dev.latchkey.networks.stellar.xdr.OperationResultDetail;
import dev.latchkey.networks.stellar.xdr.PaymentOperation;
import dev.latchkey.networks.stellar.xdr.SorobanOperation;
import dev.latchkey.networks.stellar.xdr.SorobanTransactionData;
import dev.latchkey.networks.stellar.xdr.SponsorshipOperation;
import dev.latchkey.networks.stellar.xdr.TrustOperation;
import org.jspecify.annotations.Nullable;

/** Reads a successful operation and its result. */
final class OperationReader {

    OperationNotes read(
            MuxedAccount source,
            OperationBody body,
            OperationResultDetail result,
            @Nullable SorobanTransactionData resources) {
        OperationNotes notes = new OperationNotes(source);
        switch (body) {
            case AccountOperation account -> AccountNotes.take(notes, account, result);
            case PaymentOperation payment -> PaymentNotes.take(notes, payment, result);
            case OfferOperation offer -> ExchangeNotes.take(notes, offer, result);
            case TrustOperation trust -> TrustNotes.take(notes, trust);
            case ClaimableBalanceOperation claimable -> ClaimableNotes.take(notes, claimable, result);
            case SponsorshipOperation sponsorship -> SponsorshipNotes.take(notes, sponsorship);
            case LiquidityPoolOperation pool -> ExchangeNotes.take(notes, pool);
            case SorobanOperation contract -> ContractNotes.take(notes, contract, resources);
        }
        return notes;
    }
}
