/** Tells the operator what happened: the log, and a chat channel where one is configured (config.md section 5). */
@NullMarked
package dev.latchkey.platform.notification;

import org.jspecify.annotations.NullMarked;
