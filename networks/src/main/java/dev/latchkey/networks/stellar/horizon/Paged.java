package dev.latchkey.networks.stellar.horizon;

/** A record that has a place in a list. */
public interface Paged {
    /** The cursor that continues behind this record. */
    String pagingToken();
}
