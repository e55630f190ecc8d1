package dev.latchkey.identity.user;

/** Where a user stands (mux-api.md 6.1). Only ACTIVE users get in. */
public enum UserStatus {
    PROVISIONING,
    ACTIVE,
    RECOVERY_PENDING,
    SUSPENDED,
    DISABLED;

    /** Whether the state machine allows the step; staying is no step and always allowed. */
    public boolean mayBecome(UserStatus next) {
        if (next == this) {
            return true;
        }
        return switch (this) {
            case PROVISIONING -> next == ACTIVE || next == DISABLED;
            case ACTIVE -> next == RECOVERY_PENDING || next == SUSPENDED || next == DISABLED;
            case RECOVERY_PENDING -> next == ACTIVE || next == SUSPENDED || next == DISABLED;
            case SUSPENDED -> next == ACTIVE || next == DISABLED;
            case DISABLED -> false;
        };
    }
}
