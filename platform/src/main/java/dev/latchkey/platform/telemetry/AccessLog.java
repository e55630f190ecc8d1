package dev.latchkey.platform.telemetry;

import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.CallObserver;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * One line per finished request: id, method, path (never the query string, which may hold tokens), status, time, client.
 * Server errors are written as errors, refusals as warnings (mux-api.md 1.4).
 */
public final class AccessLog implements CallObserver {

    private static final Logger LOG = LoggerFactory.getLogger("latchkey.access");

    @Override
    public void finished(Call call, int status, Duration took) {
        Level level = status >= 500 ? Level.ERROR : status >= 400 ? Level.WARN : Level.INFO;
        if (!LOG.isEnabledForLevel(level)) {
            return;
        }
        LOG.atLevel(level)
                .addKeyValue("requestId", call.requestId())
                .addKeyValue("method", call.methodName())
                .addKeyValue("path", printable(call.path()))
                .addKeyValue("status", status)
                .addKeyValue("ms", took.toMillis())
                .addKeyValue("ip", call.ip())
                .addKeyValue("userAgent", printable(call.userAgent().orElse("")))
                .log("request");
    }

    /** A client's text on our line must not be able to start a line of its own. */
    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
