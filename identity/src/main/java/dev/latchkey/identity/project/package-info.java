/** Which project a request is about. */
@NullMarked
package dev.latchkey.identity.project;

import org.jspecify.annotations.NullMarked;
