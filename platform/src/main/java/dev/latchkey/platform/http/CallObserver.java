package dev.latchkey.platform.http;

import java.time.Duration;

/** Told about every finished request, off its critical path; must not throw and must not block. */
@FunctionalInterface
public interface CallObserver {

    void finished(Call call, int status, Duration took);
}
