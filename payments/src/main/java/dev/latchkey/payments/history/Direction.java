package dev.latchkey.payments.history;

/** Whether an entry's amount came to the wallet or left it. */
public enum Direction {
    IN,
    OUT,
    /** Neither, or one asset went and another came. */
    NONE
}
