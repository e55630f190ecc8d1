package dev.latchkey.sandbox.history;

import dev.latchkey.sandbox.operation.Effect;

/** An effect in history; {@code index} counts from 1 within its operation. */
public record EffectRecord(OperationRecord operation, Effect effect, int index) implements Positioned {
    @Override
    public Position position() {
        return operation.position().withIndex(index);
    }
}
