/** Sign-in through OpenID Connect issuers of a project or its organizations (auth-api.md 15, admin-settings.md 8). */
@NullMarked
package dev.latchkey.identity.sso;

import org.jspecify.annotations.NullMarked;
