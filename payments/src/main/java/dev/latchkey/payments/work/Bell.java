package dev.latchkey.payments.work;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Wakes a worker; many rings before it looks are one. */
public final class Bell {
    private final Semaphore rings = new Semaphore(0);

    public void ring() {
        if (rings.availablePermits() == 0) {
            rings.release();
        }
    }

    /** Waits for a ring, {@code atMost} that long. */
    public void await(Duration atMost) throws InterruptedException {
        boolean rung = rings.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS);
        if (rung) {
            rings.drainPermits();
        }
    }
}
