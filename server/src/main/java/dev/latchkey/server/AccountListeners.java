package dev.latchkey.server;

import dev.latchkey.access.AccountListener;
import dev.latchkey.custody.Custody;
import dev.latchkey.custody.signup.SignUpWallets;
import dev.latchkey.custody.wallet.WalletView;
import dev.latchkey.identity.signin.UserLifecycle;
import dev.latchkey.identity.token.AccessClaims;
import dev.latchkey.identity.user.User;
import dev.latchkey.payments.Payments;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.Origin;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What the rooms above identity do when accounts change. */
record AccountListeners(AccountListener access, Custody custody, SignUpWallets signUps) implements UserLifecycle {

    private static final int MAX_PAYMENTS = 10_000;

    @Override
    public void userRegistered(Transaction tx, User user, @Nullable UUID organization) {
        access.userRegistered(tx, user, organization);
        signUps.userRegistered(tx, user.projectId(), user.id());
    }

    /** Its backend makes the wallet itself. */
    @Override
    public void userAdded(Transaction tx, User user) {
        access.userAdded(tx, user);
    }

    @Override
    public Welcome welcome(Transaction tx, User user) {
        return access.welcome(tx, user);
    }

    @Override
    public void userEvicted(Transaction tx, User user) {
        access.userEvicted(tx, user);
    }

    @Override
    public Optional<AccessClaims.Organization> organizationOf(Transaction tx, User user) {
        return access.organizationOf(tx, user);
    }

    @Override
    public void installationSetUp(Transaction tx, User administrator, String organizationName, Origin origin) {
        access.installationSetUp(tx, administrator, organizationName, origin);
    }

    @Override
    public void userDeleted(Transaction tx, User user) {
        access.userDeleted(tx, user);
        signUps.userGone(tx, user.id());
    }

    @Override
    public void usersMerged(Transaction tx, User from, User into, Origin origin) {
        access.usersMerged(tx, from, into, origin);
        custody.usersMerged(tx, from.id(), into.id(), origin);
        signUps.userGone(tx, from.id());
    }

    /** Memberships and keys, wallets without their keys, and the newest payments of them. */
    @Override
    public Map<String, Object> personalData(Handle sql, User user) {
        List<WalletView> wallets = custody.walletsOf(sql, user.projectId(), user.id());
        List<UUID> ids = wallets.stream().map(WalletView::id).toList();
        Map<String, Object> sections = new LinkedHashMap<>(access.personalData(sql, user));
        sections.put("wallets", wallets);
        sections.put("payments", Payments.paymentsOf(sql, ids, MAX_PAYMENTS));
        return sections;
    }
}
