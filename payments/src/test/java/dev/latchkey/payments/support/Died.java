package dev.latchkey.payments.support;

import dev.latchkey.payments.work.CrashPoint;
import dev.latchkey.payments.work.CrashPoints;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** The end of a process at a step boundary, as far as one thread can end it: nothing after it runs. */
public final class Died extends Error {
    private static final long serialVersionUID = 1L;

    private Died(CrashPoint point) {
        super("died at " + point, null, false, false);
    }

    /** Dies the {@code time}-th time the point is reached, and each time afterwards. */
    public static CrashPoints at(CrashPoint point, int time) {
        AtomicInteger reached = new AtomicInteger();
        return now -> {
            if (now == point && reached.incrementAndGet() >= time) {
                throw new Died(point);
            }
        };
    }

    /** Dies whenever fate says so. */
    public static CrashPoints withChance(BooleanSupplier fate) {
        return now -> {
            if (fate.getAsBoolean()) {
                throw new Died(now);
            }
        };
    }
}
