package dev.latchkey.platform.signal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
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

    /** Also forgets what a signal of another topic changes, which may be many at once. */
    public Remembered<K, V> forgetting(String topic, Function<String, Predicate<K>> which) {
        signals.on(topic, changed -> forget(which.apply(changed)), this::forgetAll);
        return this;
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
        return find(key, wanted -> Optional.of(load.apply(wanted))).orElseThrow();
    }

    /** The value, remembered or loaded; that there is none is not remembered. */
    public Optional<V> find(K key, Function<K, Optional<V>> load) {
        if (!signals.isListening()) {
            return load.apply(key);
        }
        V known = cache.getIfPresent(key);
        if (known != null) {
            return Optional.of(known);
        }
        long before = changes();
        Optional<V> loaded = load.apply(key);
        loaded.ifPresent(value -> keep(key, value, before));
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

    private synchronized void forget(Predicate<K> which) {
        changes++;
        cache.asMap().keySet().removeIf(which);
    }

    private synchronized void forgetAll() {
        changes++;
        cache.invalidateAll();
    }
}
