package dev.latchkey.platform.settings;

/** When a change of a setting shows. */
public enum Effect {
    /** At once, on every instance: whoever needs the value asks for it at each use. */
    LIVE("live"),
    /** At once, on every instance: what is made of {@link SystemSettings#configuration} is made anew. */
    REMADE("live"),
    /** At the next start: what reads it cannot change in a running process. */
    START("start"),
    /** Never in this version: kept and validated for clients that have a place for it. */
    UNUSED("unused");

    private final String wireName;

    Effect(String wireName) {
        this.wireName = wireName;
    }

    /** As in answers. */
    String wireName() {
        return wireName;
    }
}
