package dev.latchkey.payments.work;

/** Told at each step boundary. In production nobody listens; crash tests end the process here. */
@FunctionalInterface
public interface CrashPoints {
    CrashPoints NONE = point -> {};

    void reached(CrashPoint point);
}
