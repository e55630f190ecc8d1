package dev.latchkey.custody.key;

import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.http.Origin;

/** The audit events of keys. They name the key and its address, nothing else of it. */
public final class KeyEvents {

    public static final String GENERATED = "key.generated";
    public static final String IMPORTED = "key.imported";
    public static final String IMPORT_FAILED = "key.import_failed";
    public static final String SIGNED = "key.signed";
    public static final String SIGN_FAILED = "key.sign_failed";
    public static final String ROTATED = "key.rotated";

    private KeyEvents() {}

    /** A key was made, taken over or used. */
    public static AuditEvent success(String type, Origin origin, KeyBinding key) {
        return described(AuditEvent.success(type, origin, key.projectId(), "key", key.id()), key);
    }

    /** A key could not be used. */
    public static AuditEvent failure(String type, Origin origin, KeyBinding key) {
        return described(AuditEvent.failure(type, origin, key.projectId(), "key", key.id()), key);
    }

    private static AuditEvent described(AuditEvent event, KeyBinding key) {
        return event.with("publicKey", key.publicKey())
                .with("keyType", SealedKey.ALGORITHM)
                .with("network", key.network().name())
                .with("purpose", key.purpose());
    }
}
