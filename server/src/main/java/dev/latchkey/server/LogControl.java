package dev.latchkey.server;

import dev.latchkey.platform.configuration.LogSettings;
import dev.latchkey.platform.configuration.Settings;
import dev.latchkey.platform.settings.SystemSettings;
import dev.latchkey.server.configuration.ServerSystemSettings;

/** Has the log follow what administrators set; as long as they set nothing, it stays as whoever started us set it up. */
final class LogControl {

    private final Settings environment;
    private final SystemSettings settings;
    private LogSettings.Level level;

    LogControl(Settings environment, SystemSettings settings) {
        this.environment = environment;
        this.settings = settings;
        this.level = environment.get(LogSettings.LEVEL);
    }

    /** @param start what the server starts with */
    void follow(Settings start) {
        if (start.get(LogSettings.FORMAT) != environment.get(LogSettings.FORMAT)) {
            Logging.configure(start);
            level = start.get(LogSettings.LEVEL);
        }
        settings.onChange(this::apply);
        apply();
    }

    private synchronized void apply() {
        LogSettings.Level wanted = settings.get(ServerSystemSettings.SERVER_LOG_LEVEL);
        if (wanted != level) {
            level = wanted;
            Logging.level(wanted);
        }
    }
}
