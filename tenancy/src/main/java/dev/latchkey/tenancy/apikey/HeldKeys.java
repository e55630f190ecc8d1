package dev.latchkey.tenancy.apikey;

import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.Transaction;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.signal.Remembered;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Finds keys by their text, with the state of their project and developer: in memory, or by one indexed read. What ends a
 * key, or changes its project or developer, is heard of on every server; a server that does not listen remembers nothing.
 */
public final class HeldKeys {

    /** Signals carry the hash of a key to forget. */
    private static final String TOPIC = "tenancy.api_key";

    private static final int MOST = 20_000;
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final Database database;
    private final ApiKeyStore store = new ApiKeyStore();
    private final Remembered<String, ApiKeyStore.Held> known;

    public HeldKeys(Database database) {
        this.database = database;
        this.known = new Remembered<>(database.signals(), TOPIC, Function.identity(), MOST, LONGEST);
    }

    /**
     * The key, whatever its state. Unknown ones are not remembered: anybody can make some up. So the call answers for it
     * that there is something to look up.
     */
    Optional<ApiKeyStore.Held> find(ProjectKeyText text, Call call) {
        try {
            return Optional.of(known.get(text.hash(), hash -> load(hash, call)));
        } catch (UnknownKey unknown) {
            return Optional.empty();
        }
    }

    /** Every server reads the key anew once the act is stored. */
    static void changed(Transaction transaction, String hash) {
        transaction.signal(TOPIC, hash);
    }

    /** The same for all keys of a project, whose row the transaction has locked: no key is added meanwhile. */
    public void projectChanged(Transaction transaction, UUID projectId) {
        store.hashesOf(transaction.sql(), projectId).forEach(hash -> changed(transaction, hash));
    }

    private ApiKeyStore.Held load(String hash, Call call) {
        call.looksUpCredential();
        return store.findByHash(database, hash).orElseThrow(UnknownKey::new);
    }

    private static final class UnknownKey extends RuntimeException {

        private static final long serialVersionUID = 1L;

        UnknownKey() {
            super(null, null, false, false);
        }
    }
}
