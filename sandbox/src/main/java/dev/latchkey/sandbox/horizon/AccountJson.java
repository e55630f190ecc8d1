package dev.latchkey.sandbox.horizon;

import dev.latchkey.sandbox.history.ClosedLedger;
import dev.latchkey.sandbox.ledger.Account;
import dev.latchkey.sandbox.ledger.AccountData;
import dev.latchkey.sandbox.ledger.AccountFlags;
import dev.latchkey.sandbox.ledger.AccountSigner;
import dev.latchkey.sandbox.ledger.Entry;
import dev.latchkey.sandbox.ledger.OwnershipView;
import dev.latchkey.sandbox.ledger.SignerKeys;
import dev.latchkey.sandbox.ledger.TrustLine;
import dev.latchkey.sandbox.network.StellarNetwork.Snapshot;
import dev.latchkey.sandbox.operation.Amounts;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Horizon's account resource. */
final class AccountJson {
    private final Links links;

    AccountJson(Links links) {
        this.links = links;
    }

    ObjectNode of(Account account, OwnershipView view, Snapshot snapshot) {
        String path = "/accounts/" + account.id();
        ObjectNode json = Links.object();
        json.set(
                "_links",
                links.of(
                        "self", path,
                        "transactions", path + "/transactions{?cursor,limit,order}",
                        "operations", path + "/operations{?cursor,limit,order}",
                        "payments", path + "/payments{?cursor,limit,order}",
                        "effects", path + "/effects{?cursor,limit,order}",
                        "data", path + "/data/{key}"));
        json.put("id", account.id());
        json.put("account_id", account.id());
        json.put("sequence", Long.toString(account.sequence()));
        if (account.sequenceLedger() > 0) {
            json.put("sequence_ledger", account.sequenceLedger());
            json.put("sequence_time", Long.toString(account.sequenceTime()));
        }
        json.put("subentry_count", account.subEntries());
        if (account.inflationDestination() != null) {
            json.put("inflation_destination", account.inflationDestination());
        }
        if (!account.homeDomain().isEmpty()) {
            json.put("home_domain", account.homeDomain());
        }
        json.put("last_modified_ledger", account.lastModified());
        snapshot.history()
                .ledger(account.lastModified())
                .map(ClosedLedger::header)
                .ifPresent(header -> json.put("last_modified_time", Times.iso(header.closeTime())));
        addThresholdsAndFlags(json, account);
        addBalances(json.putArray("balances"), account, view);
        addSigners(json.putArray("signers"), account);
        ObjectNode data = json.putObject("data");
        for (Entry entry : view.ownedBy(account.id())) {
            if (entry instanceof AccountData named) {
                data.put(named.name(), named.value());
            }
        }
        json.put("num_sponsoring", account.sponsoring());
        json.put("num_sponsored", account.sponsored());
        if (account.sponsor() != null) {
            json.put("sponsor", account.sponsor());
        }
        json.put("paging_token", account.id());
        return json;
    }

    private static void addThresholdsAndFlags(ObjectNode json, Account account) {
        json.putObject("thresholds")
                .put("low_threshold", account.thresholds().low())
                .put("med_threshold", account.thresholds().medium())
                .put("high_threshold", account.thresholds().high());
        json.putObject("flags")
                .put("auth_required", account.has(AccountFlags.AUTH_REQUIRED))
                .put("auth_revocable", account.has(AccountFlags.AUTH_REVOCABLE))
                .put("auth_immutable", account.has(AccountFlags.AUTH_IMMUTABLE))
                .put("auth_clawback_enabled", account.has(AccountFlags.AUTH_CLAWBACK_ENABLED));
    }

    private static void addBalances(ArrayNode balances, Account account, OwnershipView view) {
        List<TrustLine> lines = view.ownedBy(account.id()).stream()
                .filter(TrustLine.class::isInstance)
                .map(TrustLine.class::cast)
                .sorted(Comparator.comparing(line -> line.asset().canonical()))
                .toList();
        for (TrustLine line : lines) {
            ObjectNode balance = balances.addObject();
            balance.put("balance", Amounts.text(line.balance()));
            balance.put("limit", Amounts.text(line.limit()));
            balance.put("buying_liabilities", Amounts.text(0));
            balance.put("selling_liabilities", Amounts.text(0));
            if (line.sponsor() != null) {
                balance.put("sponsor", line.sponsor());
            }
            balance.put("last_modified_ledger", line.lastModified());
            balance.put("is_authorized", line.isAuthorized());
            balance.put("is_authorized_to_maintain_liabilities", (line.flags() & TrustLine.AUTHORIZATION_MASK) != 0);
            balance.put("is_clawback_enabled", line.isClawbackEnabled());
            balance.put("asset_type", line.asset().type());
            balance.put("asset_code", line.asset().code());
            balance.put("asset_issuer", line.asset().issuer());
        }
        balances.addObject()
                .put("balance", Amounts.text(account.balance()))
                .put("buying_liabilities", Amounts.text(0))
                .put("selling_liabilities", Amounts.text(0))
                .put("asset_type", "native");
    }

    private static void addSigners(ArrayNode signers, Account account) {
        for (AccountSigner signer : account.signers()) {
            ObjectNode json = signers.addObject();
            json.put("weight", signer.weight());
            json.put("key", signer.key());
            json.put("type", SignerKeys.type(signer.key()));
            if (signer.sponsor() != null) {
                json.put("sponsor", signer.sponsor());
            }
        }
        signers.addObject()
                .put("weight", account.thresholds().master())
                .put("key", account.id())
                .put("type", "ed25519_public_key");
    }
}
