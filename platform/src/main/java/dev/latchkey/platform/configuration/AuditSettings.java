package dev.latchkey.platform.configuration;

/** The audit log. */
public final class AuditSettings {
    /** A century. */
    public static final int LONGEST = 36_525;

    public static final Setting<Integer> RETENTION_DAYS = Setting.integer(
                    "LATCHKEY_AUDIT_RETENTION_DAYS",
                    0,
                    LONGEST,
                    "Days that the audit log reaches back at least; it is dropped by whole months. 0 keeps it for ever.")
            .defaultTo(0);

    public static final SettingGroup GROUP = SettingGroup.of("Audit log", RETENTION_DAYS);

    private AuditSettings() {}
}
