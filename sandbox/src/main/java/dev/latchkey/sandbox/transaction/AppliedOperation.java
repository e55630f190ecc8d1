package dev.latchkey.sandbox.transaction;

import dev.latchkey.sandbox.operation.Effect;
import dev.latchkey.sandbox.operation.OperationFrame;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An operation as it was applied; {@code sponsor} paid the reserves of what its source created. Effects and changes are
 * empty when the transaction failed.
 */
public record AppliedOperation(
        OperationFrame frame, @Nullable String sponsor, List<Effect> effects, List<EntryChange> changes) {}
