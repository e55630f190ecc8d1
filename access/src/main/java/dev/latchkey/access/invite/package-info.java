/** Invitations into organizations, by e-mail or wallet address (access.md 7). */
@NullMarked
package dev.latchkey.access.invite;

import org.jspecify.annotations.NullMarked;
