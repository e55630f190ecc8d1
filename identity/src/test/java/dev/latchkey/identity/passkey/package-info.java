/** Tests of the WebAuthn ceremonies without a server. */
@NullMarked
package dev.latchkey.identity.passkey;

import org.jspecify.annotations.NullMarked;
