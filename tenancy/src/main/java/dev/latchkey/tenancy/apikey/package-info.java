/** Project keys: issuing, verifying, rotating with grace, revoking, expiring. */
@NullMarked
package dev.latchkey.tenancy.apikey;

import org.jspecify.annotations.NullMarked;
