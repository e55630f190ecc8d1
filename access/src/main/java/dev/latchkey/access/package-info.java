/** The room that knows what somebody may do: organizations, members, roles, policies, decisions, users' API keys. */
@NullMarked
package dev.latchkey.access;

import org.jspecify.annotations.NullMarked;
