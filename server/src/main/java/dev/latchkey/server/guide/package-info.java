/** Help for programs that read text: made of the route table, never by hand (auth-api.md 18). */
@NullMarked
package dev.latchkey.server.guide;

import org.jspecify.annotations.NullMarked;
