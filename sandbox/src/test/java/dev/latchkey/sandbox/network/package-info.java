/** Tests of the running network over random histories. */
@NullMarked
package dev.latchkey.sandbox.network;

import org.jspecify.annotations.NullMarked;
