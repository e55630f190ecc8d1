package dev.latchkey.server;

import dev.latchkey.platform.configuration.LogSettings;
import dev.latchkey.platform.configuration.Settings;
import dev.latchkey.platform.settings.SystemSettings;
import dev.latchkey.server.configuration.ServerSystemSettings;

/** Has the log follow what administrators set; as long as they set nothing, it stays as whoever started us set it up. */
final class LogControl {

    private final SystemSettings settings;
    private LogSettings.Format format;
    private LogSettings.Level level;

    LogControl(Settings environment, SystemSettings settings) {
        this.settings = settings;
        this.format = environment.get(LogSettings.FORMAT);
        this.level = environment.get(LogSettings.LEVEL);
    }

    void follow() {
        settings.onChange(this::apply);
        apply();
    }

    private synchronized void apply() {
        Settings now = settings.configuration();
        if (now.get(LogSettings.FORMAT) != format) {
            format = now.get(LogSettings.FORMAT);
            level = now.get(LogSettings.LEVEL);
            Logging.configure(now);
        }
        LogSettings.Level wanted = settings.get(ServerSystemSettings.SERVER_LOG_LEVEL);
        if (wanted != level) {
            level = wanted;
            Logging.level(wanted);
        }
    }
}
