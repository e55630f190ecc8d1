package dev.latchkey.sandbox.transaction;

import dev.latchkey.sandbox.operation.Effect;
import dev.latchkey.sandbox.operation.OperationFrame;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An operation as it was applied; {@code sponsorOfSource} was sponsoring its source account at that point. Effects and
 * changes are empty when the transaction failed.
 */
public record AppliedOperation(
        OperationFrame frame, @Nullable String sponsorOfSource, List<Effect> effects, List<EntryChange> changes) {

    /** Who took over the reserve of an entry that the operation made or moved. */
    public Optional<String> newSponsor() {
        for (EntryChange change : changes) {
            String after = change.after() == null ? null : change.after().sponsor();
            String before = change.before() == null ? null : change.before().sponsor();
            if (after != null && !Objects.equals(before, after)) {
                return Optional.of(after);
            }
        }
        return Optional.empty();
    }
}
