/** What signed-in users do with their account: credentials, export, merge, deletion (auth-api.md 16). */
@NullMarked
package dev.latchkey.identity.account;

import org.jspecify.annotations.NullMarked;
