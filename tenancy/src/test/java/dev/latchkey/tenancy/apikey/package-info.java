/** Tests of what a key is. */
@NullMarked
package dev.latchkey.tenancy.apikey;

import org.jspecify.annotations.NullMarked;
