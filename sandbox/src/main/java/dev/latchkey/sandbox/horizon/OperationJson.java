package dev.latchkey.sandbox.horizon;

import dev.latchkey.sandbox.history.OperationRecord;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** Horizon's operation resource: what all operations share; the rest comes from {@link OperationDetails}. */
final class OperationJson {
    private final Links links;
    private final TransactionJson transactions;

    OperationJson(Links links, TransactionJson transactions) {
        this.links = links;
        this.transactions = transactions;
    }

    ObjectNode of(OperationRecord operation) {
        String id = operation.position().token();
        String hash = operation.transaction().frame().hash();
        ObjectNode json = Links.object();
        json.set(
                "_links",
                links.of(
                        "self", "/operations/" + id,
                        "transaction", "/transactions/" + hash,
                        "effects", "/operations/" + id + "/effects",
                        "succeeds", "/effects?order=desc&cursor=" + id,
                        "precedes", "/effects?order=asc&cursor=" + id));
        json.put("id", id);
        json.put("paging_token", id);
        json.put("transaction_successful", operation.transaction().succeeded());
        json.put("source_account", operation.frame().source());
        var own = operation.frame().xdr().getSourceAccount();
        MuxedAccounts.muxed(own == null ? operation.transaction().frame().sourceAccount() : own)
                .ifPresent(muxed -> {
                    json.put("source_account_muxed", muxed.address());
                    json.put("source_account_muxed_id", muxed.id());
                });
        json.put("type", operation.frame().type().name().toLowerCase(Locale.ROOT));
        json.put("type_i", operation.frame().type().getValue());
        json.put("created_at", Times.iso(operation.transaction().closeTime()));
        json.put("transaction_hash", hash);
        operation.operation().newSponsor().ifPresent(sponsor -> json.put("sponsor", sponsor));
        OperationDetails.add(json, operation);
        return json;
    }

    /** With the transaction inside, as {@code join=transactions} asks. */
    ObjectNode withTransaction(OperationRecord operation) {
        ObjectNode json = of(operation);
        json.set("transaction", transactions.of(operation.transaction()));
        return json;
    }
}
