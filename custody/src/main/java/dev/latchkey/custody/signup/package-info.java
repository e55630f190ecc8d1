/** Wallets for everybody who signs up, where the project says so: in the background, within a budget. */
@NullMarked
package dev.latchkey.custody.signup;

import org.jspecify.annotations.NullMarked;
