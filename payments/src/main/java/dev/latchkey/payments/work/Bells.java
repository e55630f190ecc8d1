package dev.latchkey.payments.work;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The bells of all workers of this process: whoever has stored work for any of them rings. */
public final class Bells {
    private final List<Bell> bells = new CopyOnWriteArrayList<>();

    /** A further bell. */
    public Bell hang() {
        Bell bell = new Bell();
        bells.add(bell);
        return bell;
    }

    public void ring() {
        bells.forEach(Bell::ring);
    }
}
