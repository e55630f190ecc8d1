package dev.latchkey.networks.stellar.horizon;

import dev.latchkey.networks.http.JsonFields;
import dev.latchkey.networks.stellar.xdr.AccountId;
import java.time.Instant;

/**
 * What an operation changed for an account.
 *
 * @param id operation id, hyphen, index: unique
 * @param type in Horizon's words: {@code account_credited}, {@code trustline_created}
 * @param details all fields, those of the type among them
 */
public record HorizonEffect(
        String pagingToken, String id, String type, AccountId account, Instant createdAt, Details details)
        implements Paged {
    static HorizonEffect of(JsonFields fields) {
        return new HorizonEffect(
                fields.text("paging_token"),
                fields.text("id"),
                fields.text("type"),
                fields.parsed("account", AccountId::parse),
                fields.time("created_at"),
                new Details(fields));
    }
}
