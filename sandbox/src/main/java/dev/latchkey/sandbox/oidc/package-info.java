/** An OpenID Connect issuer in a box, so that sign-in through a provider can be tried and tested offline. */
@NullMarked
package dev.latchkey.sandbox.oidc;

import org.jspecify.annotations.NullMarked;
