/** New passwords: forgotten ones by mail, known ones by the user. */
@NullMarked
package dev.latchkey.identity.recovery;

import org.jspecify.annotations.NullMarked;
