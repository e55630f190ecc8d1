package dev.latchkey.payments.work;

import java.util.List;
import java.util.UUID;

/** One kind of work on a network: looks what there is, signs and stores it. */
@FunctionalInterface
public interface Step {

    /** Envelopes that were signed and stored just now, to be sent; empty when there was nothing to do. */
    List<UUID> take();
}
