/** Typed settings: each is declared once, read from the environment, validated together and documented from its declaration. */
@NullMarked
package dev.latchkey.platform.configuration;

import org.jspecify.annotations.NullMarked;
