/** Organizations of a project: what they are called, who owns them, which one new users join. */
@NullMarked
package dev.latchkey.access.organization;

import org.jspecify.annotations.NullMarked;
