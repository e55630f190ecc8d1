package dev.latchkey.access.apikey;

import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.signal.Remembered;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** Finds keys by their text: in memory, or by one indexed read. What ends a key is heard of on every server. */
public final class HeldKeys {

    /** Signals carry the hash of a key that has changed. */
    static final String TOPIC = "access.api_key";

    private static final int MOST = 20_000;
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final Database database;
    private final UserKeyStore store;
    private final Remembered<String, HeldKey> known;

    public HeldKeys(Database database, UserKeyStore store) {
        this.database = database;
        this.store = store;
        this.known = new Remembered<>(database.signals(), TOPIC, Function.identity(), MOST, LONGEST);
    }

    /** The key, expired or not; empty when it is unknown or revoked. Unknown ones are not remembered: anybody can make some up. */
    Optional<HeldKey> find(UserKeyText text) {
        return find(text, () -> {});
    }

    /** The same; {@code beforeLookUp} may refuse to have a key looked up that is not remembered. */
    Optional<HeldKey> find(UserKeyText text, Runnable beforeLookUp) {
        try {
            return Optional.of(known.get(text.hash(), hash -> load(hash, beforeLookUp)));
        } catch (UnknownKey unknown) {
            return Optional.empty();
        }
    }

    private HeldKey load(String hash, Runnable beforeLookUp) {
        beforeLookUp.run();
        return store.byHash(database, hash).orElseThrow(UnknownKey::new);
    }

    private static final class UnknownKey extends RuntimeException {

        private static final long serialVersionUID = 1L;

        UnknownKey() {
            super(null, null, false, false);
        }
    }
}
