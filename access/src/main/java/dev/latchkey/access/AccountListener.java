package dev.latchkey.access;

import dev.latchkey.access.apikey.UserKeyStore;
import dev.latchkey.access.apikey.UserKeys;
import dev.latchkey.identity.signin.UserLifecycle;
import dev.latchkey.identity.user.User;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.Origin;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** What becomes of memberships and API keys when accounts come, change and go; part of the act's own transaction. */
public final class AccountListener implements UserLifecycle {

    private final UserKeys keys;

    public AccountListener(Database database, SecureRandom random) {
        this.keys = new UserKeys(database, new UserKeyStore(), random);
    }

    @Override
    public Welcome welcome(Transaction tx, User user) {
        return new Welcome(keys.welcome(tx, user).reveal());
    }

    @Override
    public void userEvicted(Transaction tx, User user) {
        keys.evicted(tx, user);
    }

    @Override
    public void usersMerged(Transaction tx, User from, User into, Origin origin) {
        keys.merged(tx, from, origin);
    }

    @Override
    public void userDeleted(Transaction tx, User user) {
        keys.erased(tx, user);
    }

    @Override
    public Map<String, Object> personalData(Handle sql, User user) {
        Map<String, Object> sections = new LinkedHashMap<>();
        sections.put("apiKeys", keys.personalData(sql, user));
        return sections;
    }
}
