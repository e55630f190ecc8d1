package dev.latchkey.platform.http;

import java.util.UUID;

/**
 * Says that the user is a system admin at this moment; left in the call by whoever verified the session and read the
 * user's row, never taken from a token (admin-settings.md 1).
 *
 * @param ofDefaultProject whether it is the default project, whose admins look after the installation
 */
public record SystemAdmin(UUID userId, boolean ofDefaultProject) {}
