package dev.latchkey.access.decision;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Whoever wants to act.
 *
 * @param properties what a backend adds about the user; never what only Latchkey knows
 */
record Subject(UUID projectId, UUID userId, @Nullable String email, boolean systemAdmin, ObjectNode properties) {}
