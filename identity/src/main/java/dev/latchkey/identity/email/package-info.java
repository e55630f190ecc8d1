/** Mail domains that accounts may not have. */
@NullMarked
package dev.latchkey.identity.email;

import org.jspecify.annotations.NullMarked;
