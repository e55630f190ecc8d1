package dev.latchkey.identity;

import dev.latchkey.identity.signin.AuthCallback;
import dev.latchkey.identity.signin.UserLifecycle;
import dev.latchkey.identity.user.User;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Origin;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What hangs into the room in tests: notes every call, and can be told to refuse or to be slow. */
final class HostApplication implements AuthCallback, UserLifecycle {

    final List<String> heard = new CopyOnWriteArrayList<>();
    volatile @Nullable Object answer = Map.of();
    volatile long slowMillis;
    volatile boolean refuses;
    volatile boolean givesApiKeys;

    void reset() {
        heard.clear();
        answer = Map.of();
        slowMillis = 0;
        refuses = false;
        givesApiKeys = false;
    }

    @Override
    public @Nullable Object onAuthenticated(Event event) {
        return hear("authenticated " + event.method() + " " + event.user().id());
    }

    @Override
    public @Nullable Object onRegistered(Event event) {
        return hear("registered " + event.method() + " " + event.user().id());
    }

    @Override
    public void onLogout(UUID userId) {
        hear("logout " + userId);
    }

    @Override
    public void userAdded(Transaction tx, User user) {
        userRegistered(tx, user, null);
    }

    @Override
    public void userRegistered(Transaction tx, User user, @Nullable UUID organization) {
        if (refuses) {
            throw ApiException.conflict("The host application refuses");
        }
        if (organization != null) {
            heard.add("joins " + organization + " " + user.id());
        }
    }

    @Override
    public Welcome welcome(Transaction tx, User user) {
        return givesApiKeys ? new Welcome("ck_of_" + user.id()) : Welcome.NOTHING;
    }

    @Override
    public void passwordChanged(Transaction tx, User user, PasswordChange change) {
        if (refuses) {
            throw ApiException.conflict("The host application refuses");
        }
        heard.add("password " + change.before() + " " + change.after());
    }

    @Override
    public void usersMerged(Transaction tx, User from, User into, Origin origin) {
        if (refuses) {
            throw ApiException.conflict("The host application refuses");
        }
        heard.add("merged " + from.id() + " " + into.id());
    }

    @Override
    public void userDeleted(Transaction tx, User user) {
        if (refuses) {
            throw ApiException.conflict("The host application refuses");
        }
        heard.add("deleted " + user.id());
    }

    @Override
    public Map<String, Object> personalData(Handle sql, User user) {
        return Map.of("wallets", List.of("of " + user.id()));
    }

    private @Nullable Object hear(String what) {
        heard.add(what);
        if (slowMillis > 0) {
            try {
                Thread.sleep(slowMillis);
            } catch (InterruptedException cutOff) {
                heard.add("interrupted");
                throw new IllegalStateException(cutOff);
            }
        }
        if (answer instanceof RuntimeException failure) {
            throw failure;
        }
        return answer;
    }
}
