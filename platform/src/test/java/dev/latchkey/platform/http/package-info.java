/** Tests of the HTTP kit over real connections. */
@NullMarked
package dev.latchkey.platform.http;

import org.jspecify.annotations.NullMarked;
