/** The auth providers a project trusts, and the verification of the tokens they issue. */
@NullMarked
package dev.latchkey.identity.provider;

import org.jspecify.annotations.NullMarked;
