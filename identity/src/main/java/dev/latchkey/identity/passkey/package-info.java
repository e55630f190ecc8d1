/** Passkeys: registration of and sign-in with WebAuthn credentials (W3C WebAuthn Level 3, auth-api.md 13). */
@NullMarked
package dev.latchkey.identity.passkey;

import org.jspecify.annotations.NullMarked;
