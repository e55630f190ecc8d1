/** A real browser for tests, driven over the DevTools protocol. */
@NullMarked
package dev.latchkey.identity.browser;

import org.jspecify.annotations.NullMarked;
