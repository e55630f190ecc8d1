/** Tests of notifications. */
@NullMarked
package dev.latchkey.platform.notification;

import org.jspecify.annotations.NullMarked;
