/** Tests. */
@NullMarked
package dev.latchkey.platform.database;

import org.jspecify.annotations.NullMarked;
