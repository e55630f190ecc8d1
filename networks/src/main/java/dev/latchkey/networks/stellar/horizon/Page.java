package dev.latchkey.networks.stellar.horizon;

import java.util.List;

/**
 * Some records of a list.
 *
 * @param cursor continues behind the last of them; the one asked with where there are none
 */
public record Page<T>(List<T> records, String cursor) {
    public Page {
        records = List.copyOf(records);
    }
}
