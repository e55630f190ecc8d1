package dev.latchkey.networks.stellar.horizon;

import dev.latchkey.networks.http.JsonFields;
import dev.latchkey.networks.stellar.xdr.AccountId;
import dev.latchkey.networks.stellar.xdr.Hash;
import java.time.Instant;

/**
 * An operation in a ledger.
 *
 * @param type in Horizon's words: {@code payment}, {@code create_account}
 * @param details all fields, those of the type among them
 */
public record HorizonOperation(
        String pagingToken,
        String id,
        String type,
        Hash transactionHash,
        boolean transactionSuccessful,
        AccountId source,
        Instant createdAt,
        Details details)
        implements Paged {
    static HorizonOperation of(JsonFields fields) {
        return new HorizonOperation(
                fields.text("paging_token"),
                fields.text("id"),
                fields.text("type"),
                fields.parsed("transaction_hash", Hash::hex),
                fields.flag("transaction_successful", true),
                fields.parsed("source_account", AccountId::parse),
                fields.time("created_at"),
                new Details(fields));
    }
}
