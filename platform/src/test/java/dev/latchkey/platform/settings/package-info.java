/** Tests of system settings over HTTP, on one instance and on two. */
@NullMarked
package dev.latchkey.platform.settings;

import org.jspecify.annotations.NullMarked;
