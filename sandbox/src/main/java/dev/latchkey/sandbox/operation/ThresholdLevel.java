package dev.latchkey.sandbox.operation;

import dev.latchkey.sandbox.ledger.Thresholds;

/** How much authority an operation needs of its source account. */
public enum ThresholdLevel {
    LOW,
    MEDIUM,
    HIGH;

    public int of(Thresholds thresholds) {
        return switch (this) {
            case LOW -> thresholds.low();
            case MEDIUM -> thresholds.medium();
            case HIGH -> thresholds.high();
        };
    }
}
