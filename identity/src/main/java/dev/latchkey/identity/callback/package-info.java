/** How a host application hears of sign-ins and adds to them (config.md 2, 3). */
@NullMarked
package dev.latchkey.identity.callback;

import org.jspecify.annotations.NullMarked;
