package dev.latchkey.custody.legacy;

import dev.latchkey.custody.key.KeyDecryptionFailures;
import dev.latchkey.custody.key.KeyEvents;
import dev.latchkey.custody.key.SealedKey;
import dev.latchkey.custody.wallet.WalletView;
import dev.latchkey.custody.wallet.Wallets;
import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.crypto.DecryptionException;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Guard;
import dev.latchkey.platform.http.Reply;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.Style;
import java.util.List;
import java.util.UUID;

/** Takes over wallets with the keys they have, for an operator who moves an installation here. */
public final class ImportRoutes {

    private final Database database;
    private final LegacyKeys keys;
    private final Wallets wallets;

    public ImportRoutes(Database database, LegacyKeys keys, Wallets wallets) {
        this.database = database;
        this.keys = keys;
        this.wallets = wallets;
    }

    public List<Route> routes() {
        return List.of(Route.post("/internal/key-management/import")
                .style(Style.MUX)
                .guard(Guard.OPERATOR)
                .body(ImportWallet.class)
                .answer(200, WalletView.class)
                .answer(409, "The user has another wallet on this network, or the key belongs to another wallet")
                .answer(422, "The key does not open, or the network is not configured")
                .summary("Key management", "Takes over a wallet of the former service; twice has the effect of once.")
                .handle(this::takeOver));
    }

    private Reply takeOver(Call call) {
        ImportWallet wanted = call.body(ImportWallet.class);
        SealedKey key = reseal(wanted, call);
        return Reply.ok(wallets.takeOver(wanted.userId(), key, call.origin()));
    }

    private SealedKey reseal(ImportWallet wanted, Call call) {
        try {
            return keys.reseal(UUID.randomUUID(), wanted);
        } catch (DecryptionException broken) {
            database.run(tx -> tx.audit(AuditEvent.failure(
                            KeyEvents.IMPORT_FAILED, call.origin(), wanted.projectId(), "user", wanted.userId())
                    .with("publicKey", wanted.publicKey())
                    .with("error", "decrypt_failure:" + broken.reason())));
            throw KeyDecryptionFailures.answer(broken.reason());
        }
    }
}
