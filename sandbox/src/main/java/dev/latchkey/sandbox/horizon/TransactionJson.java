package dev.latchkey.sandbox.horizon;

import dev.latchkey.sandbox.history.AppliedTransaction;
import dev.latchkey.sandbox.history.Memos;
import dev.latchkey.sandbox.history.Metas;
import dev.latchkey.sandbox.ledger.Xdr;
import dev.latchkey.sandbox.transaction.Conditions;
import dev.latchkey.sandbox.transaction.TransactionFrame;
import java.util.Base64;
import java.util.List;
import org.stellar.sdk.xdr.MemoType;
import org.stellar.sdk.xdr.MuxedAccount;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Horizon's transaction resource. */
final class TransactionJson {
    private final Links links;

    TransactionJson(Links links) {
        this.links = links;
    }

    ObjectNode of(AppliedTransaction transaction) {
        return of(transaction, transaction.frame().hash());
    }

    /** {@code hash} is the one the reader asked for: the resource of a fee bump shows it, with its own signatures. */
    ObjectNode of(AppliedTransaction transaction, String hash) {
        TransactionFrame frame = transaction.frame();
        String path = "/transactions/" + hash;
        ObjectNode json = Links.object();
        json.set(
                "_links",
                links.of(
                        "self", path,
                        "account", "/accounts/" + frame.source(),
                        "ledger", "/ledgers/" + transaction.ledger(),
                        "operations", path + "/operations{?cursor,limit,order}",
                        "effects", path + "/effects{?cursor,limit,order}",
                        "precedes",
                                "/transactions?order=asc&cursor="
                                        + transaction.position().token(),
                        "succeeds",
                                "/transactions?order=desc&cursor="
                                        + transaction.position().token(),
                        "transaction", path));
        json.put("id", hash);
        json.put("paging_token", transaction.position().token());
        json.put("successful", transaction.succeeded());
        json.put("hash", hash);
        json.put("ledger", transaction.ledger());
        json.put("created_at", Times.iso(transaction.closeTime()));
        addAccounts(json, frame);
        json.put("fee_charged", Long.toString(transaction.outcome().feeCharged()));
        json.put("max_fee", Long.toString(frame.bid()));
        json.put("operation_count", frame.operations().size());
        json.put("envelope_xdr", frame.envelopeBase64());
        json.put("result_xdr", Xdr.base64(transaction.outcome().toXdr()::toXdrByteArray));
        json.put("result_meta_xdr", Xdr.base64(Metas.of(transaction)::toXdrByteArray));
        json.put("fee_meta_xdr", Xdr.base64(Metas.ofFee(transaction)::toXdrByteArray));
        addMemo(json, frame);
        boolean asInner = !hash.equals(frame.hash());
        strings(
                json.putArray("signatures"),
                frame.feeBump().isPresent() && !asInner ? frame.outerSignatures() : frame.signatures());
        addConditions(json, frame.conditions());
        addFeeBump(json, frame);
        return json;
    }

    private static void addAccounts(ObjectNode json, TransactionFrame frame) {
        json.put("source_account", frame.source());
        addMuxed(json, "account", frame.sourceAccount());
        json.put("source_account_sequence", Long.toString(frame.sequence()));
        json.put("fee_account", frame.feeSource());
        MuxedAccount payer =
                frame.feeBump().map(TransactionFrame.FeeBump::account).orElse(frame.sourceAccount());
        addMuxed(json, "fee_account", payer);
    }

    private static void addMuxed(ObjectNode json, String name, MuxedAccount account) {
        MuxedAccounts.muxed(account).ifPresent(muxed -> {
            json.put(name + "_muxed", muxed.address());
            json.put(name + "_muxed_id", muxed.id());
        });
    }

    private static void addMemo(ObjectNode json, TransactionFrame frame) {
        json.put("memo_type", Memos.type(frame.memo()));
        if (frame.memo().getDiscriminant() == MemoType.MEMO_TEXT) {
            json.put(
                    "memo_bytes",
                    Base64.getEncoder().encodeToString(frame.memo().getText().getBytes()));
        }
        if (frame.memo().getDiscriminant() != MemoType.MEMO_NONE) {
            json.put("memo", Memos.text(frame.memo()));
        }
    }

    private static void addConditions(ObjectNode json, Conditions conditions) {
        if (conditions.hasTimeBounds()) {
            json.put("valid_after", Times.iso(conditions.minTime()));
            if (conditions.maxTime() > 0) {
                json.put("valid_before", Times.iso(Math.min(conditions.maxTime(), 253_402_300_799L)));
            }
        }
        ObjectNode preconditions = Links.object();
        if (conditions.hasTimeBounds()) {
            ObjectNode bounds = preconditions.putObject("timebounds");
            bounds.put("min_time", Long.toString(conditions.minTime()));
            if (conditions.maxTime() > 0) {
                bounds.put("max_time", Long.toString(conditions.maxTime()));
            }
        }
        if (conditions.hasLedgerBounds()) {
            ObjectNode bounds = preconditions.putObject("ledgerbounds");
            bounds.put("min_ledger", conditions.minLedger());
            if (conditions.maxLedger() > 0) {
                bounds.put("max_ledger", conditions.maxLedger());
            }
        }
        Long minimum = conditions.minSequence();
        if (minimum != null) {
            preconditions.put("min_account_sequence", Long.toString(minimum));
        }
        if (conditions.minSequenceAge() > 0) {
            preconditions.put("min_account_sequence_age", Long.toString(conditions.minSequenceAge()));
        }
        if (conditions.minSequenceLedgerGap() > 0) {
            preconditions.put("min_account_sequence_ledger_gap", conditions.minSequenceLedgerGap());
        }
        if (!conditions.extraSigners().isEmpty()) {
            strings(preconditions.putArray("extra_signers"), conditions.extraSigners());
        }
        if (!preconditions.isEmpty()) {
            json.set("preconditions", preconditions);
        }
    }

    private static void addFeeBump(ObjectNode json, TransactionFrame frame) {
        if (frame.feeBump().isEmpty()) {
            return;
        }
        ObjectNode outer = json.putObject("fee_bump_transaction");
        outer.put("hash", frame.hash());
        strings(outer.putArray("signatures"), frame.outerSignatures());
        ObjectNode inner = json.putObject("inner_transaction");
        inner.put("hash", frame.innerHash());
        strings(inner.putArray("signatures"), frame.signatures());
        inner.put("max_fee", Long.toString(frame.innerBid()));
    }

    private static void strings(ArrayNode array, List<String> texts) {
        texts.forEach(array::add);
    }
}
