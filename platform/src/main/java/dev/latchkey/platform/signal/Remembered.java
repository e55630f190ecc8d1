package dev.latchkey.platform.signal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * What was read lately and has not changed since, on no server: a signal of its topic makes it forget. While this server
 * is not listening nothing is remembered. What was read before a change and arrives after it is never kept.
 *
 * @param <V> may be an {@code Optional}: that there is nothing is remembered as well
 */
public final class Remembered<K, V> {

    private final Signals signals;
    private final Cache<K, V> cache;
    private long changes;

    /**
     * @param topic of the signals that tell of a change
     * @param key what a signal's key stands for
     * @param most how many are kept
     * @param longest how long one is kept even if no change is heard of
     */
    public Remembered(Signals signals, String topic, Function<String, K> key, long most, Duration longest) {
        this(
                signals,
                topic,
                key,
                Caffeine.newBuilder()
                        .maximumSize(most)
                        .expireAfterWrite(longest)
                        .build());
    }

    private Remembered(Signals signals, String topic, Function<String, K> key, Cache<K, V> cache) {
        this.signals = signals;
        this.cache = cache;
        signals.on(topic, changed -> forget(key.apply(changed)), this::forgetAll);
    }

    /** As the constructor, but where values differ in size: {@code most} is what all of them may weigh together. */
    public static <K, V> Remembered<K, V> byWeight(
            Signals signals,
            String topic,
            Function<String, K> key,
            long most,
            ToIntFunction<V> weight,
            Duration longest) {
        return new Remembered<>(
                signals,
                topic,
                key,
                Caffeine.newBuilder()
                        .maximumWeight(most)
                        .weigher((K known, V value) -> weight.applyAsInt(value))
                        .expireAfterWrite(longest)
                        .build());
    }

    /** The value, remembered or loaded. */
    public V get(K key, Function<K, V> load) {
        if (!signals.isListening()) {
            return load.apply(key);
        }
        V known = cache.getIfPresent(key);
        if (known != null) {
            return known;
        }
        long before = changes();
        V loaded = load.apply(key);
        keep(key, loaded, before);
        return loaded;
    }

    private synchronized long changes() {
        return changes;
    }

    private synchronized void keep(K key, V value, long before) {
        if (changes == before && signals.isListening()) {
            cache.put(key, value);
        }
    }

    private synchronized void forget(K key) {
        changes++;
        cache.invalidate(key);
    }

    private synchronized void forgetAll() {
        changes++;
        cache.invalidateAll();
    }
}
