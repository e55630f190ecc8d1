/** Private keys: made and used in locked memory, stored sealed. */
@NullMarked
package dev.latchkey.custody.key;

import org.jspecify.annotations.NullMarked;
