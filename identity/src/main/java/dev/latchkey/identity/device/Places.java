package dev.latchkey.identity.device;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where addresses are, as far as the installation knows. */
@FunctionalInterface
public interface Places {

    /** Knows no place. */
    Places UNKNOWN = ip -> Optional.empty();

    /** The place of an IP address for people to read, such as {@code Lisbon, Portugal}; empty when it is not known. */
    Optional<String> of(@Nullable String ip);
}
