/** Users of a project: one row each, however they sign in, and the routes by which a backend manages them. */
@NullMarked
package dev.latchkey.identity.user;

import org.jspecify.annotations.NullMarked;
