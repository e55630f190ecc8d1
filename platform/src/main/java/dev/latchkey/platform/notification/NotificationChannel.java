package dev.latchkey.platform.notification;

/** Somewhere people look. */
interface NotificationChannel {

    /** Throws {@link dev.latchkey.platform.outbox.PermanentFailure} when no later try can succeed. */
    void post(Notice notice) throws Exception;
}
