/** What happened in an organization, for its members. */
@NullMarked
package dev.latchkey.access.audit;

import org.jspecify.annotations.NullMarked;
