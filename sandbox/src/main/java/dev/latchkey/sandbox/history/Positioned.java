package dev.latchkey.sandbox.history;

/** Something that has its place in history. */
public interface Positioned {
    Position position();
}
