package dev.latchkey.identity.authenticate;

import dev.latchkey.identity.provider.ProviderIdentity;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Why a sign-in is believed (decision 13). */
sealed interface Proof {

    /** The auth provider says so. */
    record ProviderToken(ProviderIdentity identity) implements Proof {}

    /** The application's own backend says so, or the operator ({@code keyId} null). */
    record Voucher(@Nullable UUID keyId) implements Proof {}

    /** Nobody says so; only where the configuration allows it. */
    record None() implements Proof {}

    /** The provider that must be the user's own; {@code null} when no provider was asked. */
    default @Nullable String provider() {
        return this instanceof ProviderToken(ProviderIdentity identity)
                ? identity.provider().name()
                : null;
    }

    /** For the audit log and the binding of idempotency keys. */
    default String label() {
        return switch (this) {
            case ProviderToken(ProviderIdentity identity) -> "provider:" + identity.provider();
            case Voucher(UUID keyId) -> "key:" + keyId;
            case None() -> "unverified";
        };
    }
}
