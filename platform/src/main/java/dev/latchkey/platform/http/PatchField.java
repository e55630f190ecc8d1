package dev.latchkey.platform.http;

import dev.latchkey.platform.json.Change;
import java.util.Objects;

/** Fields of a {@code PATCH} body whose value always is there. */
public final class PatchField {

    private PatchField() {}

    /** The value after the change; throws 400 when it would be cleared. */
    public static <T> T kept(String field, Change<T> change, T before) {
        if (change instanceof Change.Clear<T>) {
            throw ApiException.invalid(field + " cannot be cleared");
        }
        return Objects.requireNonNull(change.applyTo(before));
    }
}
