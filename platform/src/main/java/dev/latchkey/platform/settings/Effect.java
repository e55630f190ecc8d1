package dev.latchkey.platform.settings;

import java.util.Locale;

/** When a change of a setting shows. */
public enum Effect {
    /** At once, on every instance: whoever needs the value asks for it at each use. */
    LIVE,
    /** At the next start: what reads it is built once. */
    START,
    /** Never in this version: kept and validated for clients that have a place for it. */
    UNUSED;

    /** As in answers. */
    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
