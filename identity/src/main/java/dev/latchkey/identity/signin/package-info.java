/** What every way to sign in ends in: accounts, sessions, second factors, the answer. */
@NullMarked
package dev.latchkey.identity.signin;

import org.jspecify.annotations.NullMarked;
