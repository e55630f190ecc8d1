package dev.latchkey.sandbox.horizon;

import dev.latchkey.sandbox.history.ClosedLedger;
import dev.latchkey.sandbox.ledger.LedgerHeader;
import dev.latchkey.sandbox.ledger.Xdr;
import dev.latchkey.sandbox.operation.Amounts;
import tools.jackson.databind.node.ObjectNode;

/** Horizon's ledger resource. */
final class LedgerJson {
    private final Links links;

    LedgerJson(Links links) {
        this.links = links;
    }

    ObjectNode of(ClosedLedger ledger) {
        LedgerHeader header = ledger.header();
        String path = "/ledgers/" + header.sequence();
        ObjectNode json = Links.object();
        json.set(
                "_links",
                links.of(
                        "self", path,
                        "transactions", path + "/transactions{?cursor,limit,order}",
                        "operations", path + "/operations{?cursor,limit,order}",
                        "payments", path + "/payments{?cursor,limit,order}",
                        "effects", path + "/effects{?cursor,limit,order}"));
        json.put("id", ledger.hash());
        json.put("paging_token", ledger.position().token());
        json.put("hash", ledger.hash());
        if (header.sequence() > 1) {
            json.put("prev_hash", header.previousHash());
        }
        json.put("sequence", header.sequence());
        json.put("successful_transaction_count", header.successful());
        json.put("failed_transaction_count", header.failed());
        json.put("operation_count", header.operations());
        json.put("tx_set_operation_count", header.attemptedOperations());
        json.put("closed_at", Times.iso(header.closeTime()));
        json.put("total_coins", Amounts.text(header.totalCoins()));
        json.put("fee_pool", Amounts.text(header.feePool()));
        json.put("base_fee_in_stroops", header.baseFee());
        json.put("base_reserve_in_stroops", header.baseReserve());
        json.put("max_tx_set_size", header.maxTransactionSetSize());
        json.put("protocol_version", header.protocolVersion());
        json.put("header_xdr", Xdr.base64(header.toXdr()::toXdrByteArray));
        return json;
    }
}
