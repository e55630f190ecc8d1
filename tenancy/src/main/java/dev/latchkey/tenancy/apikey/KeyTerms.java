package dev.latchkey.tenancy.apikey;

import java.time.Duration;
import java.util.Optional;

/**
 * How long keys live.
 *
 * @param rotationGrace how long a rotated key still works
 * @param lifetime of a key that is made without an expiry of its own; empty for ever
 */
public record KeyTerms(Duration rotationGrace, Optional<Duration> lifetime) {}
