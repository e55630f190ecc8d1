package dev.latchkey.identity.token;

import java.util.UUID;

/** What a verified access token says. */
public record AccessToken(UUID userId, UUID sessionId, UUID projectId) {}
