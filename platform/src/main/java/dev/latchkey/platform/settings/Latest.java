package dev.latchkey.platform.settings;

import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Something made of settings, made again when they have changed and not before.
 *
 * @param <K> the values of the settings, compared with {@code equals}
 */
public final class Latest<K, V> implements Supplier<V> {

    private record Made<K, V>(K from, V thing) {}

    private final Supplier<K> settings;
    private final Function<K, V> maker;
    private volatile Made<K, V> made;

    public Latest(Supplier<K> settings, Function<K, V> maker) {
        this.settings = settings;
        this.maker = maker;
        K now = settings.get();
        this.made = new Made<>(now, maker.apply(now));
    }

    @Override
    public V get() {
        K now = settings.get();
        Made<K, V> known = made;
        if (!known.from().equals(now)) {
            known = new Made<>(now, maker.apply(now));
            made = known;
        }
        return known.thing();
    }
}
