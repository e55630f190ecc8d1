/** API keys of users ({@code ck_}): issuing, verifying, scopes, rotating with grace, revoking. */
@NullMarked
package dev.latchkey.access.apikey;

import org.jspecify.annotations.NullMarked;
