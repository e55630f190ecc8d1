package dev.latchkey.tenancy;

/** Whether a developer or a project works; only {@link #ACTIVE} ones have working keys. */
public enum TenantStatus {
    ACTIVE,
    INACTIVE,
    SUSPENDED
}
