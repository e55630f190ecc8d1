/** Mail to users: what is said, queued with the act that causes it (config.md 4, 5). */
@NullMarked
package dev.latchkey.platform.mail;

import org.jspecify.annotations.NullMarked;
