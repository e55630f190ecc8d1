/** What system admins and the operator do with the users of a project (admin-settings.md 2, auth-api.md 17). */
@NullMarked
package dev.latchkey.identity.administration;

import org.jspecify.annotations.NullMarked;
