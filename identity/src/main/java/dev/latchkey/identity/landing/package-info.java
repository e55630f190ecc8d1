/** Pages of our own for the links in mails, for installations without pages of their own. */
@NullMarked
package dev.latchkey.identity.landing;

import org.jspecify.annotations.NullMarked;
