package dev.latchkey.sandbox.horizon;

import dev.latchkey.sandbox.fault.Faults;
import dev.latchkey.sandbox.fault.Request;
import dev.latchkey.sandbox.http.Answer;
import dev.latchkey.sandbox.http.Call;
import dev.latchkey.sandbox.http.Problem;
import dev.latchkey.sandbox.http.Router;
import dev.latchkey.sandbox.ledger.Account;
import dev.latchkey.sandbox.ledger.AccountData;
import dev.latchkey.sandbox.ledger.AssetId;
import dev.latchkey.sandbox.ledger.OwnershipView;
import dev.latchkey.sandbox.network.StellarNetwork;
import dev.latchkey.sandbox.network.StellarNetwork.Snapshot;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/** {@code /accounts}: one account, its data, and accounts by signer, sponsor or asset. */
final class AccountEndpoints {
    private final StellarNetwork network;
    private final Faults faults;
    private final Pages pages;
    private final AccountJson json;

    AccountEndpoints(StellarNetwork network, Faults faults, Pages pages, AccountJson json) {
        this.network = network;
        this.faults = faults;
        this.pages = pages;
        this.json = json;
    }

    void addTo(Router router) {
        router.add("GET", "/accounts", this::list)
                .add("GET", "/accounts/{account}", this::one)
                .add("GET", "/accounts/{account}/data/{key}", this::data);
    }

    private Answer one(Call call) {
        String id = Parameters.account(call);
        int behind = faults.stalenessOf(new Request(call.method(), call.path()));
        return network.read(snapshot -> {
            OwnershipView view = snapshot.behind(behind);
            Account account = view.account(id);
            if (account == null) {
                throw Problem.notFound();
            }
            return Answer.ok(json.of(account, view, snapshot));
        });
    }

    private Answer data(Call call) {
        String id = Parameters.account(call);
        return network.read(snapshot -> {
            AccountData data = snapshot.state().data(id, call.variable("key"));
            if (data == null) {
                throw Problem.notFound();
            }
            ObjectNode body = Links.object().put("value", data.value());
            if (data.sponsor() != null) {
                body.put("sponsor", data.sponsor());
            }
            return Answer.ok(body);
        });
    }

    private Answer list(Call call) {
        Optional<String> signer = call.query("signer");
        Optional<String> sponsor = call.query("sponsor");
        Optional<AssetId> asset = Parameters.asset(call);
        long filters = List.of(signer, sponsor, asset).stream()
                .filter(Optional::isPresent)
                .count();
        if (filters != 1) {
            throw Problem.badRequest("filters", "Use exactly one filter: signer, sponsor or asset");
        }
        return pages.present(
                call,
                snapshot -> matching(snapshot, signer, sponsor, asset),
                Account::id,
                (snapshot, account) -> json.of(account, snapshot.state(), snapshot));
    }

    private static List<Account> matching(
            Snapshot snapshot, Optional<String> signer, Optional<String> sponsor, Optional<AssetId> asset) {
        Predicate<Account> filter = account -> true;
        if (signer.isPresent()) {
            filter = account -> account.id().equals(signer.get())
                    || account.signer(signer.get()).isPresent();
        }
        if (sponsor.isPresent()) {
            filter = account -> isSponsoredBy(snapshot, account, sponsor.get());
        }
        if (asset.isPresent()) {
            filter = account -> snapshot.state().trustLine(account.id(), asset.get()) != null;
        }
        return snapshot.state().entries().stream()
                .filter(Account.class::isInstance)
                .map(Account.class::cast)
                .filter(filter)
                .toList();
    }

    private static boolean isSponsoredBy(Snapshot snapshot, Account account, String sponsor) {
        return sponsor.equals(account.sponsor())
                || account.signers().stream().anyMatch(signer -> sponsor.equals(signer.sponsor()))
                || snapshot.state().ownedBy(account.id()).stream().anyMatch(entry -> sponsor.equals(entry.sponsor()));
    }
}
