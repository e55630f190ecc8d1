/** Tests of mail. */
@NullMarked
package dev.latchkey.platform.mail;

import org.jspecify.annotations.NullMarked;
