/** Amounts and assets as they cross the API and the database. */
@NullMarked
package dev.latchkey.payments.money;

import org.jspecify.annotations.NullMarked;
