/** Who belongs to an organization, and what that lets them do. */
@NullMarked
package dev.latchkey.access.member;

import org.jspecify.annotations.NullMarked;
