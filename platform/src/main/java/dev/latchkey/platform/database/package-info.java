/** PostgreSQL: the pool, one way to run a transaction, and migrations per room. */
@NullMarked
package dev.latchkey.platform.database;

import org.jspecify.annotations.NullMarked;
