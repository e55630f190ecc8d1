/** Tests of the typed settings. */
@NullMarked
package dev.latchkey.platform.configuration;

import org.jspecify.annotations.NullMarked;
