package dev.latchkey.identity.imports;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Answer of {@code POST /users/import}: one result for each row, in their order. */
record ImportAnswer(int created, int existing, int refused, List<Result> results) {

    /** What became of a row. */
    enum Status {
        CREATED,
        EXISTS,
        REFUSED
    }

    /**
     * One row.
     *
     * @param userId of the user that was made, or is here already and was left as it is
     * @param message why it was refused
     */
    record Result(
            String email,
            Status status,
            @Nullable UUID userId,
            @Nullable String message) {}

    static ImportAnswer of(List<Result> results) {
        return new ImportAnswer(
                count(results, Status.CREATED), count(results, Status.EXISTS), count(results, Status.REFUSED), results);
    }

    private static int count(List<Result> results, Status status) {
        return (int)
                results.stream().filter(result -> result.status() == status).count();
    }
}
