package dev.latchkey.custody.wallet;

import java.util.EnumSet;
import java.util.Set;

/** Whether a wallet's key may be used, and where it may go from there (mux-api.md 6.2). */
public enum WalletStatus {
    PROVISIONING,
    ACTIVE,
    ROTATING,
    SUSPENDED,
    DISABLED,
    COMPROMISED;

    /** The states a move may end in; staying where it is is no move. */
    public Set<WalletStatus> next() {
        return switch (this) {
            case PROVISIONING -> EnumSet.of(ACTIVE, SUSPENDED, DISABLED);
            case ACTIVE -> EnumSet.of(ROTATING, SUSPENDED, DISABLED, COMPROMISED);
            case ROTATING -> EnumSet.of(ACTIVE, SUSPENDED, DISABLED, COMPROMISED);
            case SUSPENDED -> EnumSet.of(ACTIVE, DISABLED, COMPROMISED);
            case DISABLED, COMPROMISED -> EnumSet.noneOf(WalletStatus.class);
        };
    }

    /** Whether the key signs. A rotating wallet still moves its own authority. */
    public boolean signs() {
        return switch (this) {
            case ACTIVE, ROTATING -> true;
            case PROVISIONING, SUSPENDED, DISABLED, COMPROMISED -> false;
        };
    }

    /** Whether an application may ask for this state; the others belong to the server. */
    boolean settable() {
        return switch (this) {
            case ACTIVE, SUSPENDED, DISABLED -> true;
            case PROVISIONING, ROTATING, COMPROMISED -> false;
        };
    }
}
