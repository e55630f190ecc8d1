package dev.latchkey.networks.stellar.horizon;

import dev.latchkey.networks.http.JsonFields;
import dev.latchkey.networks.stellar.xdr.AccountId;
import dev.latchkey.networks.stellar.xdr.Hash;
import dev.latchkey.networks.stellar.xdr.TransactionResult;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A transaction in a ledger; fees in stroops.
 *
 * @param hash of the outer transaction
 * @param innerHash of the transaction inside a fee bump, else null
 * @param envelopeXdr base 64
 */
public record HorizonTransaction(
        String pagingToken,
        Hash hash,
        @Nullable Hash innerHash,
        long ledger,
        Instant createdAt,
        boolean successful,
        AccountId source,
        AccountId feeSource,
        long sequence,
        long feeCharged,
        long maxFee,
        String memoType,
        @Nullable String memo,
        String envelopeXdr,
        TransactionResult result)
        implements Paged {
    static HorizonTransaction of(JsonFields fields) {
        JsonFields inner = fields.objectOrNull("inner_transaction");
        AccountId source = fields.parsed("source_account", AccountId::parse);
        AccountId feeSource = fields.parsedOrNull("fee_account", AccountId::parse);
        return new HorizonTransaction(
                fields.text("paging_token"),
                fields.parsed("hash", Hash::hex),
                inner == null ? null : inner.parsed("hash", Hash::hex),
                fields.number("ledger"),
                fields.time("created_at"),
                fields.flag("successful"),
                source,
                feeSource == null ? source : feeSource,
                fields.number("source_account_sequence"),
                fields.number("fee_charged"),
                fields.number("max_fee"),
                fields.text("memo_type"),
                fields.textOrNull("memo"),
                fields.text("envelope_xdr"),
                fields.parsed("result_xdr", TransactionResult::parse));
    }
}
