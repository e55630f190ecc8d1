@NullMarked
package dev.latchkey.identity.mfa;

import org.jspecify.annotations.NullMarked;
