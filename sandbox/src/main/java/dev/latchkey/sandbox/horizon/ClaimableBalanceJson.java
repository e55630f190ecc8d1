package dev.latchkey.sandbox.horizon;

import dev.latchkey.sandbox.history.ClosedLedger;
import dev.latchkey.sandbox.ledger.ClaimableBalance;
import dev.latchkey.sandbox.network.StellarNetwork.Snapshot;
import dev.latchkey.sandbox.operation.Amounts;
import org.stellar.sdk.xdr.ClaimPredicate;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Horizon's claimable balance resource. */
final class ClaimableBalanceJson {
    private final Links links;

    ClaimableBalanceJson(Links links) {
        this.links = links;
    }

    ObjectNode of(Snapshot snapshot, ClaimableBalance balance) {
        String path = "/claimable_balances/" + balance.id();
        ObjectNode json = Links.object();
        json.set("_links", links.of("self", path));
        json.put("id", balance.id());
        json.put("asset", balance.asset().canonical());
        json.put("amount", Amounts.text(balance.amount()));
        json.put("sponsor", balance.sponsor());
        json.put("last_modified_ledger", balance.lastModified());
        snapshot.history()
                .ledger(balance.lastModified())
                .map(ClosedLedger::header)
                .ifPresent(header -> json.put("last_modified_time", Times.iso(header.closeTime())));
        ArrayNode claimants = json.putArray("claimants");
        for (ClaimableBalance.BalanceClaimant claimant : balance.claimants()) {
            ObjectNode each = claimants.addObject();
            each.put("destination", claimant.destination());
            each.set("predicate", predicate(claimant.predicate()));
        }
        json.putObject("flags").put("clawback_enabled", balance.clawbackEnabled());
        json.put("paging_token", token(balance));
        return json;
    }

    static String token(ClaimableBalance balance) {
        return "%010d-%s".formatted(balance.lastModified(), balance.id());
    }

    static ObjectNode predicate(ClaimPredicate predicate) {
        ObjectNode json = Links.object();
        switch (predicate.getDiscriminant()) {
            case CLAIM_PREDICATE_UNCONDITIONAL -> json.put("unconditional", true);
            case CLAIM_PREDICATE_AND -> all(json.putArray("and"), predicate.getAndPredicates());
            case CLAIM_PREDICATE_OR -> all(json.putArray("or"), predicate.getOrPredicates());
            case CLAIM_PREDICATE_NOT -> json.set("not", predicate(predicate.getNotPredicate()));
            case CLAIM_PREDICATE_BEFORE_ABSOLUTE_TIME -> {
                long time = predicate.getAbsBefore().getInt64();
                json.put("abs_before", Times.iso(Math.min(time, 253_402_300_799L)));
                json.put("abs_before_epoch", Long.toString(time));
            }
            case CLAIM_PREDICATE_BEFORE_RELATIVE_TIME ->
                json.put("rel_before", Long.toString(predicate.getRelBefore().getInt64()));
        }
        return json;
    }

    private static void all(ArrayNode array, ClaimPredicate[] predicates) {
        for (ClaimPredicate each : predicates) {
            array.add(predicate(each));
        }
    }
}
