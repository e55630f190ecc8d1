package dev.latchkey.sandbox.fault;

import dev.latchkey.sandbox.http.Router;
import java.time.Duration;

/** Puts the delays of {@link Faults} before every answer. */
public final class DelayingRouter {
    private final Faults faults;

    public DelayingRouter(Faults faults) {
        this.faults = faults;
    }

    public Router around(Router router) {
        return router.before(call -> {
            Duration delay = faults.delayOf(new Request(call.method(), call.path()));
            if (delay.isPositive()) {
                Thread.sleep(delay);
            }
        });
    }
}
