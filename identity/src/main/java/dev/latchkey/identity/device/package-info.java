/** What is told of where somebody signs in from: device, browser, place. */
@NullMarked
package dev.latchkey.identity.device;

import org.jspecify.annotations.NullMarked;
