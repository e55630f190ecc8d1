package dev.latchkey.payments.submission;

import dev.latchkey.payments.support.PaymentsHouse;
import dev.latchkey.payments.work.CrashPoint;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A server process of its own whose power is cut at a step boundary. Arguments: database, Horizon, boundary, which time. */
final class CrashedProcess {
    /** What the process ends with when it died as told. */
    static final int CUT = 86;

    private CrashedProcess() {}

    public static void main(String[] arguments) throws InterruptedException {
        CrashPoint point = CrashPoint.valueOf(arguments[2]);
        int time = Integer.parseInt(arguments[3]);
        AtomicInteger reached = new AtomicInteger();
        PaymentsHouse house = new PaymentsHouse(
                arguments[0],
                Clock.systemUTC(),
                PaymentsHouse.horizon(arguments[1]),
                null,
                PaymentsHouse.TERMS,
                PaymentsHouse.CHANNELS,
                Optional.empty(),
                now -> {
                    if (now == point && reached.incrementAndGet() == time) {
                        Runtime.getRuntime().halt(CUT);
                    }
                });
        house.payments.start();
        System.out.println("started");
        new CountDownLatch(1).await();
    }
}
